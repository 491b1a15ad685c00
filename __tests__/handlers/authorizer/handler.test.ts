import fc from 'fast-check';
import { cognitoTokens } from '../../../handlers/authorizer/cognito-token';
import { createHandler, profileOfName } from '../../../handlers/authorizer/handler';
import { KeysUnavailable } from '../../../handlers/authorizer/keys';
import { type Verdict, verifyToken } from '../../../handlers/authorizer/token';
import type { LogFields } from '../../../handlers/shared/log';
import {
  accessKid,
  claims,
  clientId,
  header,
  issuer,
  makePool,
} from '../../../test-support/handlers/attacks';
import { authorizerEvent, stageArn } from '../../../test-support/handlers/authorizer-event';
import { mint, rs256 } from '../../../test-support/handlers/tokens';

function setUp(verify: (token: string) => Promise<Verdict>, profileClaim = 'username') {
  const log: [string, string, LogFields][] = [];
  const handler = createHandler({
    verify,
    profileClaim,
    profileOf: profileOfName,
    log: (level, code, fields) => log.push([level, code, fields]),
  });
  return { handler, log };
}

const signedIn = (changes: Record<string, unknown>) => () =>
  Promise.resolve({ claims: { username: 'alice', ...changes } });
const event = authorizerEvent('Bearer a.b.AAAA');
const origin = { requestId: 'request-1', sourceIp: '10.20.0.15', vpcEndpoint: 'vpce-0123456789abcdef0' };

test('one line tells who was let in, and from where', async () => {
  const { handler, log } = setUp(signedIn({}));
  await expect(handler(event)).resolves.toMatchObject({ principalId: 'alice' });
  expect(log).toEqual([['INFO', 'allowed', { ...origin, profile: 'alice' }]]);
});

test('one line tells why somebody was refused', async () => {
  const { handler, log } = setUp(() => Promise.resolve({ refused: 'expired' }));
  await expect(handler(event)).rejects.toThrow(/^Unauthorized$/);
  expect(log).toEqual([['WARN', 'expired', origin]]);
});

test('if signing keys cannot be fetched, the function fails with its own error and logs a line for the alarm', async () => {
  const cause = Object.assign(new Error('marked'), { code: 'ECONNREFUSED' });
  const { handler, log } = setUp(() => Promise.reject(new KeysUnavailable('down', { cause })));
  await expect(handler(event)).rejects.toThrow(/^signing keys are unavailable$/);
  expect(log).toEqual([['ERROR', 'jwks_unavailable', { ...origin, cause: 'Error ECONNREFUSED' }]]);
});

test('an unexpected error lets nobody in', async () => {
  const { handler, log } = setUp(() => Promise.reject(new TypeError('marked')));
  await expect(handler(event)).rejects.toThrow(/^Unauthorized$/);
  expect(log).toEqual([['ERROR', 'internal_error', { ...origin, cause: 'TypeError' }]]);
});

test('a federated user is known by the configured claim, under the same rule for names', async () => {
  const federated = { username: 'CorpIdP_alice@example.com', 'custom:studio_profile': 'alice-smith' };
  const mapped = setUp(signedIn(federated), 'custom:studio_profile');
  await expect(mapped.handler(event)).resolves.toMatchObject({
    context: { studioUserProfile: 'alice-smith' },
  });
  await expect(setUp(signedIn(federated)).handler(event)).rejects.toThrow('Unauthorized');
  for (const profile of [undefined, '', '*', 'CorpIdP_alice', ['alice'], 'me']) {
    const wrong = setUp(
      signedIn({ ...federated, 'custom:studio_profile': profile }),
      'custom:studio_profile',
    );
    await expect(wrong.handler(event)).rejects.toThrow('Unauthorized');
    expect(wrong.log[0]?.[1]).toBe('invalid_profile');
  }
});

test.each(['constructor', 'toString', '__proto__'])(
  'a claim named %s is not found on the prototype',
  async (claim) => {
    await expect(setUp(signedIn({}), claim).handler(event)).rejects.toThrow('Unauthorized');
  },
);

test('the policy does not depend on the path asked for, as API Gateway reuses it for every path', async () => {
  const { handler } = setUp(signedIn({}));
  const asked = ['GET/alice', 'GET/bob', 'GET/me', 'GET/me/spaces', 'POST/', 'DELETE/a/b/c', 'GET/*'].map(
    (path) => handler(authorizerEvent('Bearer a.b.AAAA', { methodArn: `${stageArn}/${path}` })),
  );
  const [first, ...others] = await Promise.all(asked);
  for (const other of others) expect(other).toEqual(first);
});

test('a token replayed against another stage or API opens nothing of the first', async () => {
  const { handler } = setUp(signedIn({}));
  for (const other of [stageArn.replace('/prod', '/dev'), stageArn.replace('a1b2c3d4e5', 'z9y8x7w6v5')]) {
    const { policyDocument } = await handler(
      authorizerEvent('Bearer a.b.AAAA', { methodArn: `${other}/GET/alice` }),
    );
    expect(JSON.stringify(policyDocument)).not.toContain(`${stageArn}/`);
    expect(policyDocument.Statement[0]?.Resource).toEqual([
      `${other}/GET/alice`,
      `${other}/GET/me`,
      `${other}/GET/me/spaces`,
    ]);
  }
});

describe('any input', () => {
  const pool = makePool();
  const now = 1_800_000_000;
  const rules = {
    issuer,
    accessToken: cognitoTokens([clientId]),
    now: () => now,
    findKey: (kid: string) => {
      if (kid === 'down') return Promise.reject(new KeysUnavailable('down'));
      return Promise.resolve(kid === accessKid ? pool.access.publicKey : undefined);
    },
  };
  const valid = mint(header, claims(now), rs256(pool.access.privateKey));
  const { handler } = setUp((token) => verifyToken(token, rules));

  /** The profile let in; undefined if refused. Fails on anything but a policy, `Unauthorized` or the outage. */
  async function outcome(anything: unknown): Promise<string | undefined> {
    try {
      const result = await handler(anything);
      expect(Object.keys(result)).toEqual(['principalId', 'policyDocument', 'context']);
      return result.principalId;
    } catch (error) {
      expect(['Unauthorized', 'signing keys are unavailable']).toContain((error as Error).message);
      expect((error as Error).cause).toBeUndefined();
      return undefined;
    }
  }

  test('of any shape, the outcome is a policy, Unauthorized or the outage', async () => {
    const token = fc.constantFrom(valid, mint({ ...header, kid: 'down' }, {}, rs256(pool.access.privateKey)));
    const authorization = fc.oneof(
      token.map((text) => `Bearer ${text}`),
      fc.string().map((text) => `Bearer ${text}`),
      fc.anything(),
    );
    const headers = fc.oneof(
      fc.record({ Authorization: authorization }),
      fc.record({ authorization: fc.array(authorization) }),
      fc.dictionary(fc.constantFrom('Authorization', 'AUTHORIZATION', 'Host'), authorization),
      fc.anything(),
    );
    const events = fc.oneof(
      fc.anything(),
      fc.record(
        {
          methodArn: fc.oneof(fc.constant(`${stageArn}/GET/alice`), fc.anything()),
          headers,
          multiValueHeaders: headers,
          requestContext: fc.anything(),
        },
        { requiredKeys: [] },
      ),
    );
    await fc.assert(
      fc.asyncProperty(events, async (anything) => {
        expect([undefined, 'alice']).toContain(await outcome(anything));
      }),
      { numRuns: 1000 },
    );
  });

  test('with any claims at all, signed by the pool, nobody but a valid profile is let in', async () => {
    const changed = fc.dictionary(
      fc.constantFrom(...Object.keys(claims(now)), 'nbf', 'aud'),
      fc.oneof(fc.jsonValue(), fc.constant('*')),
    );
    await fc.assert(
      fc.asyncProperty(changed, async (changes) => {
        const all: Record<string, unknown> = { ...claims(now), ...changes };
        const token = mint(header, all, rs256(pool.access.privateKey));
        const profile = await outcome(authorizerEvent(`Bearer ${token}`));
        if (profile === undefined) return;
        expect(profile).toBe(all.username);
        expect(all).toMatchObject({ iss: issuer, client_id: clientId, token_use: 'access' });
        expect(all.exp).toBeGreaterThan(now);
      }),
      { numRuns: 300 },
    );
  });

  test('a valid token with any one character changed is refused', async () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ \u0000';
    await fc.assert(
      fc.asyncProperty(
        fc.nat(valid.length - 1),
        fc.constantFrom(...alphabet.split('')),
        async (position, character) => {
          if (valid[position] === character) return;
          const changed = valid.slice(0, position) + character + valid.slice(position + 1);
          expect(await outcome(authorizerEvent(`Bearer ${changed}`))).toBeUndefined();
        },
      ),
      { numRuns: 1000 },
    );
  });
});
