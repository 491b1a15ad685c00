import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { acquireLock, tryLock } from '../../cli/process-lock';
import { inspectWithPs, lifeOf, type ProcessIdentity } from '../../cli/processes';
import { projectFolder } from '../../config/project-folder';
import { freeId, startLivingProcess } from '../../test-support/living-process';

const root = mkdtempSync(path.join(tmpdir(), 'studio-lock-'));
const folder = path.join(root, 'locks');
const other = startLivingProcess();

afterAll(() => {
  other.stop();
  rmSync(root, { recursive: true, force: true });
});
beforeEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function plant(holder: ProcessIdentity, name = '1-aaaaaaaa.lock'): string {
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, name);
  writeFileSync(
    file,
    JSON.stringify({ ...holder, command: 'synth of prod', since: '2026-01-01T00:00:00.000Z' }),
  );
  return file;
}

const waits: string[] = [];
const acquire = (waitSeconds = 0.3) =>
  acquireLock(folder, { command: 'test', waitSeconds, onWait: (holder) => void waits.push(holder) });

describe('a lock', () => {
  it('is held by one, says by whom, and leaves nothing behind', () => {
    const release = acquire();
    const [file = ''] = readdirSync(folder);
    expect(JSON.parse(readFileSync(path.join(folder, file), 'utf8'))).toMatchObject({
      pid: process.pid,
      command: 'test',
    });
    expect(() => acquire()).toThrow(
      /^test \(process \d+ on \S+, since \S+\) is still running: wait until it has ended/,
    );
    release();
    expect(readdirSync(folder)).toEqual([]);
    acquire()();
  });

  it('of a living process is respected', () => {
    waits.length = 0;
    plant(other.identity());
    expect(() => acquire()).toThrow(`synth of prod (process ${String(other.pid)} on `);
    expect(waits).toHaveLength(1);
  });

  it.each<[string, () => ProcessIdentity]>([
    ['of a process that is gone', () => ({ ...other.identity(), pid: freeId() })],
    ['of an earlier process with the same id', () => ({ ...other.identity(), startTime: 'another time' })],
  ])('%s is free, and its file is removed', (_, holder) => {
    plant(holder());
    acquire()();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('of another machine is respected at once, as nothing tells whether it is in use', () => {
    const file = plant({ ...other.identity(), host: 'elsewhere', pid: freeId() });
    expect(() => acquire(60)).toThrow(`if it is not, remove ${file} and run the command again`);
  });

  it.each([
    [59, false],
    [61, true],
  ])('of another machine, held for %d seconds, is lost after a minute: %s', (seconds, isLost) => {
    const file = plant({ host: 'elsewhere', pid: 1 });
    const then = Date.now() / 1000 - seconds;
    utimesSync(file, then, then);
    const release = tryLock(folder, 'url', 60_000);
    expect(release !== undefined).toBe(isLost);
    expect(existsSync(file)).toBe(!isLost);
    release?.();
  });

  it('of a living process is never lost', () => {
    const file = plant(other.identity());
    utimesSync(file, 1, 1);
    expect(tryLock(folder, 'url', 60_000)).toBeUndefined();
  });

  it('that nobody wrote is not taken for one', () => {
    const file = plant(other.identity());
    writeFileSync(file, '{"pid":"x"}');
    expect(() => acquire()).toThrow(`${file} was not written by this program: remove it`);
  });

  it('is not kept from others by a file that was never finished', () => {
    plant(other.identity(), '1-aaaaaaaa.tmp');
    acquire()();
    expect(readdirSync(folder)).toEqual(['1-aaaaaaaa.tmp']);
    utimesSync(path.join(folder, '1-aaaaaaaa.tmp'), 1, 1);
    acquire()();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is held by one of twelve processes at a time, some of which are killed', async () => {
    const program = path.join(root, 'contender.js');
    await build({
      stdin: {
        contents: `
          import { appendFileSync, existsSync, rmSync, writeFileSync } from 'node:fs';
          import { acquireLock, sleep } from './cli/process-lock';
          const [, , folder, inside, log] = process.argv;
          for (let round = 0; round < 5; round += 1) {
            const release = acquireLock(folder!, { command: 'contender', waitSeconds: 120, onWait: () => {} });
            appendFileSync(log!, existsSync(inside!) ? 'two\\n' : 'one\\n');
            writeFileSync(inside!, '');
            sleep(2);
            rmSync(inside!);
            if (round === 2 && process.pid % 3 === 0) process.kill(process.pid, 'SIGKILL');
            release();
          }`,
        resolveDir: projectFolder,
        loader: 'ts',
      },
      bundle: true,
      platform: 'node',
      outfile: program,
    });
    const log = path.join(root, 'log');
    const contenders = Array.from({ length: 12 }, () =>
      spawn(process.execPath, [program, folder, path.join(root, 'inside'), log], { stdio: 'inherit' }),
    );
    await Promise.all(contenders.map((child) => new Promise((resolve) => child.on('close', resolve))));
    const lines = readFileSync(log, 'utf8').trim().split('\n');
    const killed = contenders.filter(({ signalCode }) => signalCode === 'SIGKILL').length;
    expect(lines).toHaveLength(12 * 5 - killed * 2);
    expect(new Set(lines)).toEqual(new Set(['one']));
    acquire()();
    expect(readdirSync(folder)).toEqual([]);
  }, 180_000);
});

describe('a process', () => {
  it('is known by its start time, on Linux and with ps', () => {
    expect(lifeOf(other.identity())).toBe('alive');
    const found = inspectWithPs(other.pid);
    expect(found).toMatchObject({ pid: other.pid, parentPid: process.pid });
    expect(Date.parse(`${found?.startTime ?? ''} UTC`)).toBeGreaterThan(Date.now() - 600_000);
    expect(found?.command.join(' ')).toContain('setInterval');
    expect(inspectWithPs(freeId())).toBeUndefined();
  });
});
