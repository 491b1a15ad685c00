import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { codeOf } from '../../../test-support/authenticator-app';
import { type Ended, studioUrl, World } from '../../../test-support/studio-access/world';

const world = new World();
const own = 'Planted-password-1';
const appSecret = 'JBSWY3DPEHPK3PXPBBBB';
let settings: string;
let byCode: string;
beforeAll(async () => {
  await world.start();
  settings = world.passwordSettings();
  byCode = await world.codeSettings(18481, 3600);
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
    input: `alice\n${own}\n${codeOf(appSecret)}\n`,
  });
const run = (command: string, variables: Record<string, string> = {}) =>
  world.run([command, '--settings', settings], { variables });

/** Command lines of all processes, as long as some work takes. */
async function commandLines<T>(work: () => Promise<T>): Promise<[result: T, seen: string]> {
  const seen = new Set<string>();
  const timer = setInterval(() => {
    for (const id of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      try {
        seen.add(readFileSync(`/proc/${id}/cmdline`, 'utf8').replaceAll('\0', ' '));
      } catch {
        // it has ended meanwhile
      }
    }
  }, 5);
  try {
    return [await work(), [...seen].join('\n')];
  } finally {
    clearInterval(timer);
  }
}

/** Texts of all files on the person's computer, but of those where sessions are. */
function files(): string {
  return readdirSync(world.home, { recursive: true, encoding: 'utf8' })
    .filter((name) => !name.endsWith('.session'))
    .map((name) => path.join(world.home, name))
    .filter((name) => statSync(name).isFile())
    .map((name) => readFileSync(name, 'utf8'))
    .join('\n');
}

/** Which of the secrets are where; nothing may be. */
function leaks(
  secrets: Readonly<Record<string, string>>,
  places: Readonly<Record<string, string>>,
): string[] {
  return Object.entries(places).flatMap(([place, text]) =>
    Object.entries(secrets).flatMap(([name, value]) => {
      const forms = [value, encodeURIComponent(value), Buffer.from(value).toString('base64').slice(4, -4)];
      return forms.some((form) => text.includes(form)) ? [`${name} in ${place}`] : [];
    }),
  );
}

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
        files: files(),
      },
    );
    expect(found).toEqual([]);
    const logout = await run('logout');
    expect(leaks(secrets, { 'what logout printed': printed(logout), files: files() })).toEqual([]);
    expect(world.sessionFiles()).toEqual([]);
  });

  it('of a sign-in by code are in none either: code, verifier, tokens', async () => {
    const [login, lines] = await commandLines(() =>
      world.run(['login', '--store-in-file', '--settings', byCode]),
    );
    expect(login.exitCode).toBe(0);
    const callback = world.opened().find((address) => address.includes('/callback?')) ?? '';
    const { accessToken, refreshToken = '' } = world.session();
    const secrets = {
      'the code': new URL(callback).searchParams.get('code') ?? 'no code',
      'the access token': accessToken,
      'the refresh token': refreshToken,
    };
    expect(
      leaks(secrets, { 'what login printed': printed(login), 'command lines': lines, files: files() }),
    ).toEqual([]);
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
      files: files(),
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
