import { once } from 'node:events';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { commandLines, files, leaks } from '../../../lab/walkthrough/leaks';
import { studioUrl, World } from '../../../test-support/studio-access/world';

const world = new World();
const provider = 18480;
let settings: string;
beforeAll(async () => {
  await world.start();
  settings = await world.codeSettings(provider, 3600);
});
afterAll(() => {
  world.stop();
});
beforeEach(() => {
  world.newComputer();
});

const counts = async () =>
  (await (await fetch(`http://127.0.0.1:${provider}/counts`)).json()) as Record<
    'refresh' | 'revocation',
    number
  >;
const run = (command: string, ...more: string[]) => world.run([command, '--settings', settings, ...more]);
const login = (...more: string[]) => run('login', '--store-in-file', ...more);
/** Address of the page in what was printed. */
const pageIn = (stderr: string) => /^ {2}(http\S+)$/m.exec(stderr)?.[1];

describe('signing in by a code', () => {
  it('opens the browser at the provider, which comes back to this computer', async () => {
    const { exitCode, stdout, stderr } = await login();
    expect([exitCode, stdout]).toEqual([0, 'Signed in to prod as alice. Next: studio-access open\n']);
    expect(stderr).toContain('The browser shows the sign-in page');
    const [first = '', ...rest] = world.opened();
    const { searchParams } = new URL(first);
    expect(searchParams.get('code_challenge_method')).toBe('S256');
    expect(searchParams.get('redirect_uri')).toBe('http://127.0.0.1:8401/callback');
    expect(rest.at(-1)).toBe('http://127.0.0.1:8401/done');
  });

  it('prints one document with --json, and the rest elsewhere', async () => {
    const { exitCode, stdout } = await login('--json');
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ environment: 'prod', user: 'alice', storage: 'file' });
  });

  it('keeps the session for its owner only', async () => {
    await login();
    const folder = path.join(world.home, '.local/state/studio-access');
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      expect([name, statSync(path.join(folder, name)).mode & 0o077]).toEqual([name, 0]);
    }
    expect(world.sessionFiles()).toHaveLength(1);
  });

  it.each<[what: string, args: string[], variables: Record<string, string>]>([
    ['--no-browser', ['--no-browser'], {}],
    ['STUDIO_ACCESS_BROWSER=none', [], { STUDIO_ACCESS_BROWSER: 'none' }],
    ['SSH', [], { SSH_CONNECTION: '10.0.0.1 1 10.0.0.2 22' }],
    ['WSL', [], { WSL_DISTRO_NAME: 'Debian' }],
    ['no screen', [], { DISPLAY: '' }],
    ['a browser that does not start', [], { PATH: '/nowhere' }],
  ])('takes the pasted address with %s, and only the right one', async (_, args, variables) => {
    const left = [
      () => Promise.resolve('http://127.0.0.1:8401/callback?code=c1&state=another'),
      (page: string) => world.callbackOf(page),
    ];
    let questions = 0;
    const { exitCode, stdout, stderr } = await world.run(
      ['login', '--store-in-file', '--settings', settings, ...args],
      {
        variables,
        typing: (printed) => {
          const asked = printed.split('Address (not shown): ').length - 1;
          if (asked <= questions) return undefined;
          questions = asked;
          return left.shift()?.(pageIn(printed) ?? '');
        },
      },
    );
    expect([exitCode, stdout]).toEqual([0, 'Signed in to prod as alice. Next: studio-access open\n']);
    expect(stderr).toContain('That is not the address that this sign-in comes back to');
    expect(world.opened()).toEqual([]);
  });

  it('leaves code and tokens in no output, file or command line', async () => {
    const [printed, lines] = await commandLines(() => login());
    expect(printed.exitCode).toBe(0);
    const callback = world.opened().find((address) => address.includes('/callback?')) ?? '';
    const { accessToken, refreshToken = '' } = world.session();
    const secrets = {
      'the code': new URL(callback).searchParams.get('code') ?? 'no code',
      'the access token': accessToken,
      'the refresh token': refreshToken,
    };
    expect(
      leaks(secrets, {
        'what login printed': printed.stdout + printed.stderr,
        'command lines': lines,
        files: files(world.home),
      }),
    ).toEqual([]);
  });

  it('takes the next port where another program has the first', async () => {
    const other: Server = createServer().listen(8401, '127.0.0.1');
    try {
      expect((await login()).exitCode).toBe(0);
      expect(world.opened().at(-1)).toBe('http://127.0.0.1:8402/done');
    } finally {
      other.close();
    }
  });

  it('ends with 2 when the person cancels', async () => {
    const { child, printed, ended } = world.launch(
      ['login', '--no-browser', '--store-in-file', '--settings', settings],
      { typing: () => undefined },
    );
    while (pageIn(printed.stderr) === undefined) await new Promise((resolve) => setTimeout(resolve, 50));
    child.kill('SIGINT');
    const { exitCode, stdout, stderr } = await ended;
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain('Cancelled.');
    expect(world.sessionFiles()).toEqual([]);
  });
});

describe('a session', () => {
  it('gives URLs, and is renewed once for twenty commands at the same time', async () => {
    await login();
    world.age();
    const before = await counts();
    const all = await Promise.all(Array.from({ length: 20 }, () => run('url')));
    const expected = { exitCode: 0, stdout: `${studioUrl}\n`, stderr: '' };
    expect(all).toEqual(all.map(() => expected));
    expect((await counts()).refresh - before.refresh).toBe(1);
  });

  it('is shown, and gone after signing out, at the provider too', async () => {
    await login();
    const status = await run('status');
    expect([status.exitCode, status.stdout]).toEqual([
      0,
      expect.stringMatching(/as alice\.\n.*59 more minutes, and is/),
    ]);
    const { refreshToken = '' } = world.session();
    const before = await counts();
    const out = await run('logout');
    expect([out.exitCode, out.stdout]).toEqual([
      0,
      expect.stringMatching(
        /ended at the sign-in service too\.\n.*works for 60 more minutes: nothing can end it earlier/,
      ),
    ]);
    expect((await counts()).revocation - before.revocation).toBe(1);
    expect(world.sessionFiles()).toEqual([]);
    const refreshed = await fetch(`http://127.0.0.1:${provider}/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'refresh_token',
        refresh_token: refreshToken,
        client_id: 'studio-access',
      }),
    });
    expect(refreshed.status).toBe(400);
    for (const command of ['status', 'url', 'logout']) expect((await run(command)).exitCode).toBe(4);
  });

  it('is kept where something else answers in place of the provider, which the message says', async () => {
    await login();
    world.age();
    const page = createServer((_, response) => response.end('<title>Sign in</title>'));
    await once(page.listen(0, '127.0.0.1'), 'listening');
    const own = JSON.parse(readFileSync(settings, 'utf8')) as { readonly signIn: object };
    const { port } = page.address() as AddressInfo;
    const elsewhere = path.join(world.folder, 'elsewhere.json');
    const signIn = { ...own.signIn, tokenEndpoint: `http://127.0.0.1:${port}/token` };
    writeFileSync(elsewhere, JSON.stringify({ ...own, signIn }));
    const status = await world.run(['status', '--json', '--settings', elsewhere]);
    page.close();
    expect(status.exitCode).toBe(1);
    expect(JSON.parse(status.stdout)).toMatchObject({ error: { code: 'sign_in_unexpected' } });
    expect((await run('status')).exitCode).toBe(0);
  });

  it('that the provider has ended needs a sign-in, and is removed', async () => {
    await login();
    world.age();
    await fetch(`http://127.0.0.1:${provider}/token/revocation`, {
      method: 'POST',
      body: new URLSearchParams({ token: world.session().refreshToken ?? '', client_id: 'studio-access' }),
    });
    const status = await run('status', '--json');
    expect(status.exitCode).toBe(4);
    expect(JSON.parse(status.stdout)).toMatchObject({ error: { code: 'sign_in_needed' } });
    expect(world.sessionFiles()).toEqual([]);
  });
});
