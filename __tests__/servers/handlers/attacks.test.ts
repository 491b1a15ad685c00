import {
  type Attack,
  attacks,
  claims,
  clientId,
  flippedSignatures,
  header,
  issuer,
  makePool,
  published,
  truncatedSignatures,
} from '../../../test-support/handlers/attacks';
import { authorizerEvent, stageArn } from '../../../test-support/handlers/authorizer-event';
import { build, forms } from '../../../test-support/handlers/forms';
import { FunctionProcess, logLines, type Reply } from '../../../test-support/handlers/function-process';
import { KeyServer, keySet } from '../../../test-support/handlers/key-server';
import { mint, rs256 } from '../../../test-support/handlers/tokens';

afterAll(() => FunctionProcess.stopAll());

const own = [`${stageArn}/GET/alice`, `${stageArn}/GET/me`, `${stageArn}/GET/me/spaces`];
const alicesPolicy = {
  principalId: 'alice',
  policyDocument: {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: 'execute-api:Invoke', Resource: own },
      { Effect: 'Deny', Action: 'execute-api:Invoke', NotResource: own },
    ],
  },
  context: { studioUserProfile: 'alice' },
};

interface Seen {
  readonly attack: Attack;
  readonly reply: Reply | undefined;
  readonly code: unknown;
}

describe.each(forms)('the authorizer (%s) under attack', (form) => {
  let keys: KeyServer;
  let bait: KeyServer;
  let seen: Seen[];

  beforeAll(async () => {
    const pool = makePool();
    const now = Math.floor(Date.now() / 1000);
    keys = await KeyServer.start(keySet(published(pool)));
    // an authorizer that fetched from here would trust the attacker's key under every key id
    bait = await KeyServer.start(keySet(published({ ...pool, access: pool.stranger, id: pool.stranger })));
    const authorizer = await FunctionProcess.start(await build('authorizer', form), {
      USER_POOL_ISSUER: issuer,
      APP_CLIENT_ID: clientId,
      JWKS_URI: keys.uri,
    });
    const table = [
      ...attacks(pool, now, bait.uri),
      ...flippedSignatures(pool, now),
      ...truncatedSignatures(pool, now),
    ];
    // one after the other, so that log lines are in the order of the table
    const replies: Reply[] = [];
    for (const { event } of table) replies.push(await authorizer.invoke(event));
    const lines = logLines(await authorizer.stop());
    expect(lines).toHaveLength(table.length);
    seen = table.map((attack, index) => ({ attack, reply: replies[index], code: lines[index]?.code }));
  });

  afterAll(async () => {
    await Promise.all([keys.stop(), bait.stop()]);
  });

  test('logs the expected code of each case', () => {
    expect(seen.map(({ attack, code }) => `${attack.name}: ${String(code)}`)).toEqual(
      seen.map(({ attack }) => `${attack.name}: ${attack.expected}`),
    );
  });

  test('throws exactly Unauthorized for all refused cases', () => {
    const refused = seen.filter(({ attack }) => attack.expected !== 'allowed');
    expect(refused.length).toBeGreaterThan(700);
    for (const { attack, reply } of refused) {
      expect([attack.name, reply?.result, reply?.thrown?.message]).toEqual([
        attack.name,
        undefined,
        'Unauthorized',
      ]);
    }
  });

  test('lets valid cases in, with the policy of their own profile', () => {
    const allowed = seen.filter(({ attack }) => attack.expected === 'allowed');
    expect(allowed.length).toBeGreaterThan(10);
    for (const { attack, reply } of allowed) {
      if (attack.name.startsWith('profile ')) continue;
      expect([attack.name, reply?.result]).toEqual([attack.name, alicesPolicy]);
    }
  });

  test('asks only its own issuer for keys, and for unknown key ids only as often as its bucket allows', () => {
    expect(bait.hits).toBe(0);
    expect(keys.hits).toBeGreaterThan(0);
    expect(keys.hits).toBeLessThanOrEqual(10);
  });
});

test.each(forms)(
  'the authorizer (%s) of a pool with the updated issuer lets its users in, and nobody with the original issuer',
  async (form) => {
    const pool = makePool();
    const now = Math.floor(Date.now() / 1000);
    const keys = await KeyServer.start(keySet(published(pool)));
    const updated = issuer.replace('//cognito-idp.', '//issuer-cognito-idp.');
    const authorizer = await FunctionProcess.start(await build('authorizer', form), {
      USER_POOL_ISSUER: updated,
      APP_CLIENT_ID: clientId,
      JWKS_URI: keys.uri,
    });
    const ask = (iss: string) => {
      const token = mint(header, { ...claims(now), iss }, rs256(pool.access.privateKey));
      return authorizer.invoke(authorizerEvent(`Bearer ${token}`));
    };
    expect((await ask(updated)).result).toEqual(alicesPolicy);
    expect((await ask(issuer)).thrown?.message).toBe('Unauthorized');
    expect(logLines(await authorizer.stop()).map(({ code }) => code)).toEqual(['allowed', 'wrong_issuer']);
    await keys.stop();
  },
);
