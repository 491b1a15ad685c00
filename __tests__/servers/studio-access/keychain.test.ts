import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { projectFolder } from '../../../config/project-folder';
import { appCode } from '../../../test-support/studio-access/cognito';
import { studioUrl, World } from '../../../test-support/studio-access/world';

const own = 'Correct-horse-1';
const appSecret = 'JBSWY3DPEHPK3PXP';
const world = new World();
let settings: string;
let desktop: ChildProcess;
/** Leads programs to the keychain of the desktop. */
let variables: Record<string, string>;

beforeAll(async () => {
  await world.start(true);
  settings = world.passwordSettings();
  // as the package has it
  const packages = path.join(path.dirname(world.bundle), 'node_modules');
  mkdirSync(packages);
  symlinkSync(path.join(projectFolder, 'node_modules/@napi-rs'), path.join(packages, '@napi-rs'));
  world.cognito.users.set('alice', { password: own, appSecret });
  desktop = spawn(
    'dbus-run-session',
    [
      '--',
      'sh',
      '-c',
      'printf pw | gnome-keyring-daemon --unlock --components=secrets >/dev/null; echo "$DBUS_SESSION_BUS_ADDRESS"; exec cat',
    ],
    {
      env: { PATH: process.env.PATH, HOME: world.home, XDG_RUNTIME_DIR: world.home },
      stdio: ['pipe', 'pipe', 'ignore'],
    },
  );
  const [address] = (await once(desktop.stdout ?? desktop, 'data')) as [Buffer];
  variables = { DBUS_SESSION_BUS_ADDRESS: address.toString().trim() };
});
afterAll(async () => {
  // the session of the desktop ends with its program
  desktop.stdin?.end();
  await once(desktop, 'close');
  world.stop();
});

const run = (command: string, more: Record<string, string> = variables) =>
  world.run([command, '--settings', settings], { variables: more });

const items = () =>
  execFileSync(
    'dbus-send',
    [
      '--session',
      '--print-reply',
      '--dest=org.freedesktop.secrets',
      '/org/freedesktop/secrets/collection/login',
      'org.freedesktop.DBus.Properties.Get',
      'string:org.freedesktop.Secret.Collection',
      'string:Items',
    ],
    { env: { ...process.env, ...variables }, encoding: 'utf8' },
  ).match(/object path/g)?.length ?? 0;

it("keeps the session in the desktop's keychain, in parts, and nothing secret elsewhere", async () => {
  const login = await world.run(['login', '--settings', settings], {
    variables,
    input: `alice\n${own}\n${appCode(appSecret)}\n`,
  });
  expect([login.exitCode, login.stdout]).toEqual([
    0,
    'Signed in to prod as alice. Next: studio-access open\n',
  ]);
  expect(world.sessionFiles()).toEqual([]);
  // the first entry, and two or more of a thousand characters; those of the probe are gone
  expect(items()).toBeGreaterThan(2);
  const [url, status] = [await run('url'), await run('status')];
  expect([url.stdout, url.stderr]).toEqual([`${studioUrl}\n`, '']);
  expect(status.stdout).toContain('in the system’s keychain');
  const folder = path.join(world.home, '.local/state/studio-access');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) =>
    path.join(folder, name),
  );
  const texts = files.filter((name) => statSync(name).isFile()).map((name) => readFileSync(name, 'utf8'));
  expect(texts).toEqual(['{"user":"alice","storage":"keychain"}\n']);
});

it('does not find it where the keychain is not', async () => {
  const { exitCode, stderr } = await run('url', {});
  expect([exitCode, stderr]).toEqual([
    1,
    expect.stringMatching(/keychain cannot be used.*\n.*--store-in-file/),
  ]);
});

it('leaves nothing in the keychain after signing out', async () => {
  expect((await run('logout')).exitCode).toBe(0);
  expect(items()).toBe(0);
  expect((await run('status')).exitCode).toBe(4);
});
