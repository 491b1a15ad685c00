import { writeFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { commandLines, files, leaks } from '../../../lab/walkthrough/leaks';
import { appCode } from '../../../test-support/studio-access/cognito';
import type { Ended } from '../../../lab/shared/run-to-end';
import { studioUrl, World } from '../../../test-support/studio-access/world';

const world = new World();
const own = 'Planted-password-1';
const appSecret = 'JBSWY3DPEHPK3PXPBBBB';
let settings: string;
beforeAll(async () => {
  await world.start();
  settings = world.passwordSettings();
});
afterAll(() => {
  world.stop();
});
beforeEach(() => {
  world.newComputer();
  world.cognito.forgetUsedCodes();
  world.cognito.users.set('alice', { password: own, appSecret });
});

const signIn = () =>
  world.run(['login', '--store-in-file', '--settings', settings], {
    input: `alice\n${own}\n${appCode(appSecret)}\n`,
  });
const run = (command: string, variables: Record<string, string> = {}) =>
  world.run([command, '--settings', settings], { variables });

const printed = ({ stdout, stderr }: Ended) => stdout + stderr;
const secretsOfSession = () => {
  const { accessToken, refreshToken = '' } = world.session();
  return {
    'the password': own,
    'the secret of the app': appSecret,
    'the access token': accessToken,
    'the refresh token': refreshToken,
  };
};
const theUrl = { 'the Studio URL': studioUrl, 'its token': 'planted-studio-token-1' };

describe('secrets', () => {
  it('are in no output, file or command line, whatever the command', async () => {
    const [login, lines] = await commandLines(signIn);
    const secrets = secretsOfSession();
    const [open, linesOfOpen] = await commandLines(() => run('open'));
    expect([open.exitCode, open.stdout]).toEqual([0, 'The browser opens Studio.\n']);
    // the browser was given an address of this machine, which led on
    expect(world.opened()).toEqual([
      expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/[\w-]{43}$/),
      studioUrl,
    ]);
    const status = await run('status');
    const url = await run('url');
    world.api = () => ({
      status: 502,
      body: { code: 'sagemaker_failed', requestId: 'r-1', hint: studioUrl },
    });
    const failed = await run('url');
    world.api = () => ({ status: 200, body: { authorizedUrl: studioUrl, expiresInSeconds: 60 } });
    const found = leaks(
      { ...secrets, ...theUrl },
      {
        'what login printed': printed(login),
        'what open printed': printed(open),
        'what status printed': printed(status),
        'what a failure printed': printed(failed),
        'messages of url': url.stderr,
        'command lines of login': lines,
        'command lines of open': linesOfOpen,
        files: files(world.home),
      },
    );
    expect(found).toEqual([]);
    const logout = await run('logout');
    expect(leaks(secrets, { 'what logout printed': printed(logout), files: files(world.home) })).toEqual([]);
    expect(world.sessionFiles()).toEqual([]);
  });

  it.each<[what: string, crash: string]>([
    ['an error that holds the token', 'Date.now = () => { throw new Error(`crash ${seen}`); };'],
    ['an error that nobody waits for', 'process.nextTick(() => { throw new Error(`crash ${seen}`); });'],
    ['a rejection that nobody waits for', 'Promise.reject(new Error(`crash ${seen}`));'],
  ])('are not in what is printed of %s', async (_, crash) => {
    await signIn();
    const preload = world.path('crash.mjs');
    writeFileSync(
      preload,
      `const parse = JSON.parse; JSON.parse = (...args) => { const value = parse(...args);
        const seen = value?.accessToken; if (seen) { ${crash} } return value; };`,
    );
    const ended = await run('url', { NODE_OPTIONS: `--import ${preload}` });
    expect(ended.exitCode).toBe(1);
    expect(ended.stderr).toContain('crash [concealed]');
    expect(leaks(secretsOfSession(), { 'what was printed': printed(ended) })).toEqual([]);
  });

  it('would be found: a planted leak in each place is', async () => {
    const secret = { 'the secret': 'planted-secret-4711' };
    writeFileSync(path.join(world.home, 'notes.txt'), `x ${secret['the secret']}`);
    const [, lines] = await commandLines(async () => {
      const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 300)', secret['the secret']], {
        stdio: 'ignore',
      });
      await once(child, 'close');
    });
    const places = {
      printed: `at ${encodeURIComponent(secret['the secret'])}`,
      files: files(world.home),
      'command lines': lines,
    };
    expect(leaks(secret, places)).toEqual([
      'the secret in printed',
      'the secret in files',
      'the secret in command lines',
    ]);
  });
});

describe('open', () => {
  it('gives the URL to nobody but the browser, once', async () => {
    await signIn();
    await run('open');
    const [address = ''] = world.opened();
    await expect(fetch(address)).rejects.toThrow('fetch failed');
  });

  it.each<[what: string, variables: Record<string, string>]>([
    ['over SSH', { SSH_CONNECTION: '10.0.0.1 1 10.0.0.2 22' }],
    ['without a screen', { DISPLAY: '' }],
    ['where no browser starts', { PATH: '/nowhere' }],
  ])('says what else to do %s', async (_, variables) => {
    await signIn();
    const { exitCode, stderr } = await run('open', variables);
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('Run: studio-access url')]);
  });
});
