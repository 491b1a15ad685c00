import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { layoutOf } from '../../../cli/output/layout';
import { recordThisProcess } from '../../../cli/output/users';
import { writeOutput } from '../../../cli/output/write-output';
import type { ProcessIdentity } from '../../../cli/processes';
import { identityOfProcess, startLivingProcess } from '../../../test-support/living-process';
import { appOf, outputOf, synthesize, versions } from '../../../test-support/output/fake-app';

const root = mkdtempSync(path.join(tmpdir(), 'studio-users-'));
const out = path.join(root, 'out');
const other = startLivingProcess();

afterAll(() => {
  other.stop();
  rmSync(root, { recursive: true, force: true });
});
beforeEach(() => {
  rmSync(out, { recursive: true, force: true });
  synthesize(out, 'old');
});

function plantUser(
  user: ProcessIdentity,
  command: string,
  since = new Date('2026-01-01T00:00:00.000Z'),
): void {
  const users = path.join(out, '.synth', 'users');
  mkdirSync(users, { recursive: true });
  const record = { ...user, command, since: since.toISOString() };
  writeFileSync(path.join(users, `${user.pid}.json`), JSON.stringify(record));
}

const change = () => {
  synthesize(out, 'new');
};

describe('while a cdktf command uses the output', () => {
  it('a synth that would change it is refused, and changes nothing', () => {
    plantUser(other.identity(), 'cdktf deploy');
    const before = outputOf(out);
    expect(change).toThrow(
      `cdktf deploy (process ${String(other.pid)}, since 2026-01-01T00:00:00.000Z) uses ${out}, and this synth would ` +
        'change what it deploys: nothing has been changed. Wait until it has ended, then run the command again',
    );
    expect(outputOf(out)).toEqual(before);
  });

  it('a synth with the same result passes', () => {
    plantUser(other.identity(), 'cdktf deploy');
    const before = outputOf(out);
    synthesize(out, 'old');
    expect(outputOf(out)).toEqual(before);
  });

  it('a synth that would change it is refused until a command of this project that reads it has ended', () => {
    const forget = recordThisProcess(layoutOf(out), 'npm run teardown');
    expect(change).toThrow(
      /^npm run teardown \(process \d+, since .*\) uses .*, and this synth would change/,
    );
    forget();
    change();
    expect(Object.keys(outputOf(out))).toContain('dns/only-new.conf');
  });

  it.each<[string, () => ProcessIdentity]>([
    ['has ended', () => ({ ...other.identity(), startTime: 'another time' })],
    ['is the one that started this synth', () => identityOfProcess(process.ppid)],
  ])('a synth passes if that command %s', (_, user) => {
    plantUser(user(), 'cdktf deploy');
    change();
    expect(Object.keys(outputOf(out))).toContain('dns/only-new.conf');
  });

  it('a synth that would change it is refused also if that command may run in a container', () => {
    plantUser({ ...other.identity(), host: 'container pid:[1]' }, 'cdktf deploy', new Date());
    const before = outputOf(out);
    expect(change).toThrow(
      /^cdktf deploy \(process \d+, .* may still use .*If it has ended, remove .*\.json and run/,
    );
    expect(outputOf(out)).toEqual(before);
    rmSync(path.join(out, '.synth', 'users', `${String(other.pid)}.json`));
    change();
  });

  it.each([
    ['an hour ago', 'cdktf deploy', new Date(Date.now() - 61 * 60 * 1000)],
    ['and ends within seconds', 'cdktf synth', new Date()],
  ])('a synth passes if a command was started in a container %s', (_, command, since) => {
    plantUser({ ...other.identity(), host: 'container pid:[1]' }, command, since);
    change();
    expect(readdirSync(path.join(out, '.synth', 'users'))).toEqual([]);
  });

  it('a synth waits for a short one', async () => {
    const short = spawn('sleep', ['2']);
    await once(short, 'spawn');
    plantUser(identityOfProcess(short.pid ?? 0), 'cdktf synth');
    const printed = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    change();
    expect(printed).toHaveBeenCalledWith(
      expect.stringMatching(/^waiting for cdktf synth \(process \d+, since \S+\)$/),
    );
    printed.mockRestore();
    expect(readdirSync(path.join(out, '.synth', 'users'))).toEqual([]);
  });
});

describe('while Terraform has a stack with local state locked', () => {
  const state = path.join(root, 'state', 'api.tfstate');
  const record = path.join(root, 'state', '.api.tfstate.lock.info');
  const app = (command: string) =>
    appOf({
      ...versions.old,
      'stacks/api/cdk.tf.json': JSON.stringify({
        terraform: { backend: { local: { path: '../../../state/api.tfstate' } } },
        resource: { terraform_data: { slow: { provisioner: { 'local-exec': { command } } } } },
      }),
    });
  const write = (command: string) => {
    writeOutput({ folder: out, environment: 'example', projectFolder: __dirname }, app(command));
  };
  const stack = path.join(out, 'stacks', 'api');
  const terraform = (...args: string[]) =>
    spawn('terraform', args, { cwd: stack, stdio: 'ignore', detached: true });

  it('a synth that would change its files is refused; after Terraform was killed it is not', async () => {
    write('sleep 120');
    const [status] = (await once(terraform('init', '-input=false'), 'close')) as [number];
    expect(status).toBe(0);
    const apply = terraform('apply', '-auto-approve', '-input=false');
    while (!existsSync(record)) await setTimeout(50);
    try {
      expect(() => {
        write('sleep 1');
      }).toThrow(
        /^Terraform \(apply, \S+, since .*\) works on the stack api, and this synth would change its files/,
      );
      write('sleep 120');
    } finally {
      process.kill(-(apply.pid ?? 0), 'SIGKILL');
    }
    await once(apply, 'close');
    expect(existsSync(record)).toBe(true);
    expect(existsSync(state)).toBe(true);
    write('sleep 1');
  });
});
