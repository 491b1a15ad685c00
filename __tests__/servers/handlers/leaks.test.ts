import path from 'node:path';
import { projectFolder } from '../../../config/project-folder';
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
import { build, type Form, forms } from '../../../test-support/handlers/forms';
import { authorizerEvent } from '../../../test-support/handlers/authorizer-event';
import { FaultySageMaker, region } from '../../../test-support/handlers/faulty-sagemaker';
import { failures } from '../../../test-support/handlers/failures';
import { FunctionProcess, type Reply } from '../../../test-support/handlers/function-process';
import { keyAnswers } from '../../../test-support/handlers/key-answers';
import { KeyServer, keySet } from '../../../test-support/handlers/key-server';
import { leaksIn, markedSecrets, type Secret, secretsOfEvent } from '../../../test-support/handlers/leaks';
import { proxyEventOf } from '../../../test-support/handlers/proxy-event';
import { mint, rs256 } from '../../../test-support/handlers/tokens';

afterAll(() => FunctionProcess.stopAll());

const pool = makePool();
const now = Math.floor(Date.now() / 1000);
const authorizerEnvironment = { USER_POOL_ISSUER: issuer, APP_CLIENT_ID: clientId };

/** The warning that the SDK prints on the Node.js of some development machines, never on the function's own runtime. */
const versionWarning = /\(node:\d+\) Warning: NodeVersionSupportWarning[\s\S]*?was created\)\n/;

/** All output of a function, without the answer for the caller: a policy's ARNs, and the requested URL. */
async function outputOf(running: FunctionProcess, replies: readonly Reply[]): Promise<string> {
  const stdout = await running.stop();
  return [stdout, running.stderr.replace(versionWarning, ''), ...replies.map(withoutAnswer)].join('\n');
}

function withoutAnswer({ result, thrown }: Reply): string {
  const answer = { ...(result as Record<string, unknown> | undefined) };
  delete answer.policyDocument;
  if (answer.statusCode === 200) delete answer.body;
  if (answer.statusCode === 302) delete answer.headers;
  return JSON.stringify({ answer, thrown });
}

async function authorizerUnderAttack(form: Form, table: readonly Attack[]): Promise<string> {
  const keys = await KeyServer.start(keySet(published(pool)));
  const running = await FunctionProcess.start(await build('authorizer', form), {
    ...authorizerEnvironment,
    JWKS_URI: keys.uri,
  });
  const replies = await Promise.all(table.map(({ event }) => running.invoke(event)));
  const output = await outputOf(running, replies);
  await keys.stop();
  return output;
}

async function authorizerInOutage(form: Form, event: unknown): Promise<string[]> {
  return Promise.all(
    keyAnswers(pool).map(async ([, answer]) => {
      const keys = await KeyServer.start(answer);
      const running = await FunctionProcess.start(await build('authorizer', form), {
        ...authorizerEnvironment,
        JWKS_URI: `${keys.uri}?marked-query`,
      });
      const output = await outputOf(running, [await running.invoke(event)]);
      await keys.stop();
      return output;
    }),
  );
}

async function presignedUrlWithFaults(form: Form): Promise<string> {
  const sagemaker = new FaultySageMaker(
    new Map(failures.map(({ profile, behaviour }) => [profile, behaviour])),
  );
  const running = await FunctionProcess.start(await build('presigned-url', form), {
    STUDIO_DOMAIN_ID: 'd-abcdef123456',
    URL_LIFETIME_SECONDS: '30',
    SESSION_DURATION_SECONDS: '3600',
    AWS_REGION: region,
    AWS_ENDPOINT_URL_SAGEMAKER: await sagemaker.start(),
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'marked-secret-key',
    AWS_SESSION_TOKEN: 'marked-session-token',
  });
  const redirect = { queryStringParameters: { redirect: 'true' } };
  const foreignPath = { pathParameters: { EMPLOYEE_ID: 'marked-other-user' } };
  const events = failures.flatMap(({ profile }) => [
    proxyEventOf(profile, profile),
    proxyEventOf(profile, profile, redirect),
    proxyEventOf(profile, profile, foreignPath),
  ]);
  const replies = await Promise.all(events.map((event) => running.invoke(event)));
  const output = await outputOf(running, replies);
  await sagemaker.stop();
  return output;
}

// both at once, because most of the time is waiting for a SageMaker that does not answer
test.concurrent.each(forms)(
  'of all cases (%s), no output holds a token, a claim, a URL, an ARN, a credential or an upstream message',
  async (form) => {
    const table = [
      ...attacks(pool, now, 'http://127.0.0.1:9/marked-bait'),
      ...flippedSignatures(pool, now),
      ...truncatedSignatures(pool, now),
    ];
    const valid = authorizerEvent(`Bearer ${mint(header, claims(now), rs256(pool.access.privateKey))}`);
    const outputs = await Promise.all([
      presignedUrlWithFaults(form),
      authorizerUnderAttack(form, table),
      authorizerInOutage(form, valid),
    ]);
    const text = outputs.flat().join('\n');
    // at least one line for each case shows that the function ran
    expect(text.split('\n').length).toBeGreaterThan(table.length + 3 * failures.length);
    const secrets: Secret[] = [
      ...markedSecrets,
      ...[...table, { event: valid }].flatMap(({ event }) => secretsOfEvent(event)),
    ];
    expect(secrets.length).toBeGreaterThan(3000);
    expect(leaksIn(text, secrets)).toEqual([]);
  },
);

test('the bundle writes no debug logs either', async () => {
  const keys = await KeyServer.start(keySet(published(pool)));
  const running = await FunctionProcess.start(await build('authorizer', 'bundle'), {
    ...authorizerEnvironment,
    JWKS_URI: keys.uri,
    DEBUG: '*',
  });
  await running.invoke(authorizerEvent(`Bearer ${mint(header, claims(now), rs256(pool.access.privateKey))}`));
  const stdout = await running.stop();
  expect(running.stderr).toBe('');
  expect(stdout.trim().split('\n')).toHaveLength(1);
  await keys.stop();
});

test.each([
  ['event', 'a token'],
  ['header', 'segment 1 of a token'],
  ['signature', 'segment 3 of a token'],
  ['claims', 'a marked value'],
  ['encoded', 'an ARN'],
  ['url', 'a Studio URL'],
  ['thrown', 'a token'],
  ['cause', 'a marked value'],
  ['body', 'a marked value'],
  ['location', 'a Studio URL'],
])('a planted leak of kind %s is caught as %s', async (leak, caught) => {
  const event = authorizerEvent(`Bearer ${mint(header, claims(now), rs256(pool.access.privateKey))}`);
  expect(leaksIn(await planted(leak, event), [...markedSecrets, ...secretsOfEvent(event)])).toContain(caught);
});

test('where nothing is planted, nothing is caught', async () => {
  const event = authorizerEvent(`Bearer ${mint(header, claims(now), rs256(pool.access.privateKey))}`);
  expect(leaksIn(await planted('nothing', event), [...markedSecrets, ...secretsOfEvent(event)])).toEqual([]);
});

async function planted(leak: string, event: unknown): Promise<string> {
  const file = path.join(projectFolder, 'test-support', 'handlers', 'leaky-function.mjs');
  const running = await FunctionProcess.start(file, { LEAK: leak });
  return outputOf(running, [await running.invoke(event)]);
}
