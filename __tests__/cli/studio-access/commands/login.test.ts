import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { login } from '../../../../cli/studio-access/commands/login';
import type { Context } from '../../../../cli/studio-access/context';
import { lockSession } from '../../../../cli/studio-access/sessions/lock';
import { currentSession } from '../../../../cli/studio-access/sessions/store';
import { byPassword } from '../../../../test-support/studio-access/settings';

const home = mkdtempSync(path.join(tmpdir(), 'studio-access-login-'));
/** Signs everybody in, under the name that they give. */
const cognito = createServer((request, response) => {
  void (async () => {
    let body = '';
    for await (const part of request) body += String(part);
    const username = /"USERNAME":"(\w+)"/.exec(body)?.[1];
    const claims = Buffer.from(JSON.stringify({ username })).toString('base64url');
    const AuthenticationResult = { AccessToken: `h.${claims}.s`, RefreshToken: `refresh-${username ?? ''}` };
    response.end(JSON.stringify({ AuthenticationResult }));
  })();
});
beforeAll(async () => {
  await once(cognito.listen(0, '127.0.0.1'), 'listening');
});
afterAll(() => {
  cognito.close();
  cognito.closeAllConnections();
  rmSync(home, { recursive: true });
});

const contextOf = (...typed: string[]): Context => ({
  variables: {},
  platform: 'linux',
  home,
  userId: process.getuid?.(),
  input: Readable.from(typed.map((line) => `${line}\n`)),
  signal: new AbortController().signal,
  output: { write: () => true },
  messages: { write: () => true },
});

it('the session of an earlier person is gone, also if a command was renewing it', async () => {
  const endpoint = `http://127.0.0.1:${(cognito.address() as AddressInfo).port}/`;
  const settings = { ...byPassword, signIn: { ...byPassword.signIn, endpoint } };
  const options = { noBrowser: true, storage: 'file' } as const;
  await login(contextOf('alice', 'pass'), settings, options);
  const alice = await currentSession(contextOf(), settings);
  if (alice === undefined) throw new Error('alice is not signed in');

  const release = await lockSession(alice.lockFolder);
  const bob = login(contextOf('bob', 'pass'), settings, options);
  await Promise.race([bob, wait(200)]);
  await alice.write({ accessToken: 'renewed', accessTokenExpiresAt: 0 });
  release();
  await bob;
  expect((await currentSession(contextOf(), settings))?.user).toBe('bob');
  expect(readdirSync(path.join(home, '.local/state/studio-access/sessions'))).toHaveLength(1);
});
