import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { appCode } from '../../../test-support/studio-access/cognito';
import { studioUrl, World } from '../../../test-support/studio-access/world';

const world = new World();
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
});

const own = 'Correct-horse-1';
const chosen = 'Another-horse-2';

/** Types the next answer whenever another question was asked. */
function answering(answers: readonly ((stderr: string) => string)[]) {
  let given = 0;
  return (stderr: string) => {
    const asked = [...stderr.matchAll(/(?:User name|Password|New password|again|authenticator app): /g)]
      .length;
    if (asked <= given) return undefined;
    given += 1;
    return answers[given - 1]?.(stderr);
  };
}

const login = (answers: readonly ((stderr: string) => string)[], ...more: string[]) =>
  world.run(['login', '--store-in-file', '--settings', settings, ...more], { typing: answering(answers) });
const run = (command: string) => world.run([command, '--settings', settings]);

describe('signing in with a password', () => {
  it('leads through a first sign-in, and gives a session that is renewed and ended at Cognito', async () => {
    world.cognito.users.set('alice', { password: own, mustChange: true });
    const secretIn = (stderr: string) => /type in: (\S+)/.exec(stderr)?.[1] ?? '';
    const { exitCode, stdout, stderr } = await login([
      () => 'alice',
      () => own,
      () => chosen,
      () => chosen,
      (said) => appCode(secretIn(said)),
    ]);
    expect([exitCode, stdout, stderr.includes(chosen)]).toEqual([
      0,
      'Signed in to prod as alice. Next: studio-access open\n',
      false,
    ]);
    expect((await run('url')).stdout).toBe(`${studioUrl}\n`);
    world.age();
    expect((await run('status')).exitCode).toBe(0);
    expect(world.cognito.calls.at(-1)).toBe('InitiateAuth');
    expect((await run('logout')).stdout).toContain('ended at the sign-in service too');
    expect(world.cognito.calls.at(-1)).toBe('RevokeToken');
    expect((await run('status')).exitCode).toBe(4);
  });

  it('takes the answers one for a line where they are piped in', async () => {
    const appSecret = 'JBSWY3DPEHPK3PXP';
    world.cognito.users.set('bob', { password: own, appSecret });
    const { exitCode } = await world.run(['login', '--store-in-file', '--settings', settings], {
      input: `bob\n${own}\n${appCode(appSecret)}\n`,
    });
    expect(exitCode).toBe(0);
  });

  it('says so where nobody answers, and where the password is wrong', async () => {
    const nobody = await world.run(['login', '--store-in-file', '--settings', settings], { input: 'bob\n' });
    expect([nobody.exitCode, nobody.stderr]).toEqual([
      1,
      expect.stringContaining('Run the command in a terminal'),
    ]);
    const wrong = await world.run(['login', '--json', '--store-in-file', '--settings', settings], {
      input: 'bob\na\nb\nc\n',
    });
    expect([wrong.exitCode, JSON.parse(wrong.stdout)]).toEqual([
      1,
      { error: expect.objectContaining({ code: 'wrong_password' }) as unknown },
    ]);
  });

  it('asks nobody for a password where the session cannot be kept', async () => {
    const { exitCode, stderr } = await world.run(['login', '--settings', settings], { input: 'alice\n' });
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('studio-access login --store-in-file')]);
    expect(stderr).not.toContain('User name');
    expect(world.sessionFiles()).toEqual([]);
  });

  it('runs nothing that lies in a folder above the one file, where somebody else may have put it', async () => {
    const planted = world.path('node_modules', '@napi-rs', 'keyring');
    mkdirSync(planted, { recursive: true });
    writeFileSync(path.join(planted, 'index.js'), 'console.error("planted");');
    const { exitCode, stderr } = await world.run(['login', '--settings', settings], { input: 'alice\n' });
    rmSync(world.path('node_modules'), { recursive: true });
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('the single file does not')]);
    expect(stderr).not.toContain('planted');
  });
});

describe('the API', () => {
  const signIn = async () => {
    const appSecret = 'JBSWY3DPEHPK3PXPAAAA';
    world.cognito.users.set('carol', { password: own, appSecret });
    await world.run(['login', '--store-in-file', '--settings', settings], {
      input: `carol\n${own}\n${appCode(appSecret)}\n`,
    });
  };
  const problem = (status: number, code: string) => ({ status, body: { status, code, requestId: 'r-1' } });
  const created = world.api;
  afterEach(() => {
    world.api = created;
  });

  it('gets another token when it does not accept the first, and a third is not tried', async () => {
    await signIn();
    const { accessToken } = world.session();
    world.api = (token, address) =>
      token === accessToken ? problem(401, 'not_signed_in') : created(token, address);
    expect((await run('url')).stdout).toBe(`${studioUrl}\n`);
    world.apiTokens.length = 0;
    world.api = () => problem(401, 'not_signed_in');
    const { exitCode, stderr } = await run('url');
    expect([exitCode, world.apiTokens.length]).toEqual([4, 2]);
    expect(stderr).toContain('You are signed in as carol');
    expect(stderr).toContain('Request id: r-1');
  });

  it('is waited for while it makes the profile', async () => {
    await signIn();
    let asked = 0;
    world.api = (token, address) =>
      (asked += 1) === 1
        ? { ...problem(503, 'profile_pending'), headers: { 'retry-after': '1' } }
        : created(token, address);
    const { exitCode, stdout, stderr } = await run('url');
    expect([exitCode, stdout]).toEqual([0, `${studioUrl}\n`]);
    expect(stderr).toContain('Your Studio is being made');
  });

  it('is waited for no longer when the person cancels', async () => {
    await signIn();
    world.api = () => ({ ...problem(503, 'profile_pending'), headers: { 'retry-after': '30' } });
    const { child, printed, ended } = world.launch(['url', '--settings', settings]);
    while (!printed.stderr.includes('Asking again')) await new Promise((resolve) => setTimeout(resolve, 50));
    child.kill('SIGTERM');
    const { exitCode, stdout, stderr } = await ended;
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain('Cancelled.');
  });

  it('is told what was chosen', async () => {
    await signIn();
    let asked = '';
    world.api = (token, address) => {
      asked = address.search;
      return created(token, address);
    };
    await world.run(['url', '--settings', settings, '--app', 'jupyterlab', '--space', 'mine']);
    expect(asked).toBe('?app=jupyterlab&space=mine');
  });
});
