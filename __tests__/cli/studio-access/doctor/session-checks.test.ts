import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import type { Context } from '../../../../cli/studio-access/context';
import { type CheckResult, runChecks } from '../../../../cli/studio-access/doctor/check';
import { factsOf } from '../../../../cli/studio-access/doctor/facts';
import { sessionChecks } from '../../../../cli/studio-access/doctor/session-checks';
import { byPassword } from '../../../../test-support/studio-access/settings';

const { signal } = new AbortController();
const context: Context = {
  variables: {},
  platform: 'linux',
  home: '/nowhere',
  userId: 0,
  signal,
  input: Readable.from([]),
  output: process.stdout,
  messages: process.stderr,
};

/** What the doctor says about a sign-in service with this answer. */
async function signInWith(status: number, body: string): Promise<CheckResult | undefined> {
  const server = createServer((_, response) => {
    response.writeHead(status).end(body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const settings = { ...byPassword, signIn: { ...byPassword.signIn, endpoint } };
  try {
    const checks = sessionChecks(factsOf(context, settings)).filter(({ id }) => id === 'sign-in');
    return (await runChecks(checks, () => undefined, signal))[0];
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

it.each<[what: string, answer: Parameters<typeof signInWith>, expected: string]>([
  ['Cognito', [400, '{"__type":"NotAuthorizedException"}'], 'ok'],
  ['Cognito without the client', [400, '{"__type":"ResourceNotFoundException"}'], 'settings_wrong'],
  ["a page of the network's", [200, '<title>Sign in</title>'], 'sign_in_unexpected'],
  ['a failure on the way', [503, 'upstream'], 'sign_in_unexpected'],
])('the sign-in is answered by %s: %s', async (_, answer, expected) => {
  const result = await signInWith(...answer);
  expect(result?.status === 'found' ? result.cause : result?.status).toBe(expected);
});

it('a file of certificates that is not there is a finding, which ends nothing', async () => {
  const variables = { AWS_CA_BUNDLE: '/nowhere/ca.pem' };
  const checks = sessionChecks(factsOf({ ...context, variables }, byPassword));
  const [signIn, session] = await runChecks(checks, () => undefined, signal);
  expect(signIn).toMatchObject({ status: 'found', cause: 'certificates_missing', who: 'you' });
  expect(session).toMatchObject({ status: 'found', cause: 'sign_in_needed' });
});
