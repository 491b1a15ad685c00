import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { about } from './failure';
import { namesIn } from './output/files';
import { identityOf, lifeOf, type ProcessIdentity } from './processes';

/** The content of a lock's file. */
interface Holder extends ProcessIdentity {
  /** What the process does, in words for a person. */
  readonly command: string;
  /** ISO 8601. */
  readonly since: string;
}

interface LockOptions {
  /** What this process does, in words for a person who finds the lock held. */
  readonly command: string;
  /** How long to wait for the process that holds it. */
  readonly waitSeconds: number;
  /** Is called once, if it has to wait. */
  readonly onWait: (holder: string) => void;
  /** Longer than any process holds it: one on another machine that has had it for so long is lost. @default none is ever taken for lost */
  readonly lostAfterMilliseconds?: number;
}

/** A file that is unfinished after this time is abandoned. */
const unfinishedForMilliseconds = 60_000;

/**
 * Takes a lock that one process at a time can hold, and that is free as soon as its process is gone, however that ended.
 *
 * Each contender puts a file of its own into the folder, and then looks for others: it has the lock if no other living
 * process has a file. Of two contenders the later one sees the other. So at most one gets it; if both give way, they try again
 * after a random time. Nobody ever removes the file of a living process, and no name is used twice.
 *
 * @param folder only locks are in it; it is created if need be
 * @returns a function that gives the lock back
 * @throws if another process holds it for too long, or may do so on another machine
 */
export function acquireLock(folder: string, options: LockOptions): () => void {
  const { command, waitSeconds, onWait, lostAfterMilliseconds } = options;
  const until = Date.now() + waitSeconds * 1000;
  let hasWaited = false;
  for (;;) {
    const release = tryLock(folder, command, lostAfterMilliseconds);
    if (release !== undefined) return release;
    const [first] = holdersIn(folder, lostAfterMilliseconds);
    if (first !== undefined) {
      if (first.life === 'unknown' || Date.now() > until) throw new Error(refusalOf(first));
      if (!hasWaited) onWait(describe(first.holder));
      hasWaited = true;
    }
    sleep(20 + Math.random() * 130);
  }
}

/**
 * Takes the lock of {@link acquireLock} if it is free at this moment.
 *
 * @param lostAfterMilliseconds as in {@link acquireLock}
 * @returns a function that gives the lock back; undefined if another process holds it, or tries to
 */
export function tryLock(
  folder: string,
  command: string,
  lostAfterMilliseconds = Infinity,
): (() => void) | undefined {
  const isFree = holdersIn(folder, lostAfterMilliseconds).length === 0;
  return isFree ? tryToHold(folder, command, lostAfterMilliseconds) : undefined;
}

/** Waits and blocks the thread. */
export function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

function tryToHold(folder: string, command: string, lostAfterMilliseconds: number): (() => void) | undefined {
  const holder: Holder = { ...identityOf(), command, since: new Date().toISOString() };
  const name = `${process.pid}-${randomBytes(4).toString('hex')}`;
  const file = path.join(folder, `${name}.lock`);
  const unfinished = path.join(folder, `${name}.tmp`);
  const release = () => {
    rmSync(file, { force: true });
  };
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    about(unfinished, () => {
      writeFileSync(unfinished, `${JSON.stringify(holder)}\n`, { flag: 'wx', mode: 0o600 });
    });
    renameSync(unfinished, file);
  } catch (error) {
    rmSync(unfinished, { force: true });
    // another process tidied away the folder, or the file, while this process was halted
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  if (holdersIn(folder, lostAfterMilliseconds).every((other) => other.file === file)) return release;
  release();
  return undefined;
}

interface FoundHolder {
  readonly file: string;
  readonly holder: Holder;
  readonly life: 'alive' | 'unknown';
}

/** The processes that hold the lock or try to; files of processes that are gone or lost are removed. */
function holdersIn(folder: string, lostAfterMilliseconds = Infinity): FoundHolder[] {
  return namesIn(folder).flatMap((name) => {
    const file = path.join(folder, name);
    try {
      const age = Date.now() - statSync(file).mtimeMs;
      if (!name.endsWith('.lock')) {
        if (age > unfinishedForMilliseconds) rmSync(file, { force: true });
        return [];
      }
      const holder = parseHolder(readFileSync(file, 'utf8'), file);
      const life = lifeOf(holder);
      const isLost = life === 'unknown' && age > lostAfterMilliseconds;
      if (life !== 'gone' && !isLost) return [{ file, holder, life }];
      rmSync(file, { force: true });
    } catch (error) {
      // its process has removed it meanwhile
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
    return [];
  });
}

function parseHolder(text: string, file: string): Holder {
  try {
    const { host, pid, startTime, command, since } = JSON.parse(text) as Partial<
      Record<keyof Holder, unknown>
    >;
    if (
      typeof host === 'string' &&
      Number.isSafeInteger(pid) &&
      typeof command === 'string' &&
      typeof since === 'string'
    ) {
      const start = typeof startTime === 'string' ? startTime : undefined;
      return { host, pid: pid as number, startTime: start, command, since };
    }
  } catch {
    // refused below, like JSON of another shape
  }
  throw new Error(`${file} was not written by this program: remove it if nothing else uses this folder`);
}

function describe({ command, pid, host, since }: Holder): string {
  return `${command} (process ${pid} on ${host.split(' ')[0] ?? host}, since ${since})`;
}

function refusalOf({ file, holder, life }: FoundHolder): string {
  return life === 'alive'
    ? `${describe(holder)} is still running: wait until it has ended, then run the command again`
    : `${describe(holder)} may be running on another machine, which this one cannot check: if it is not, ` +
        `remove ${file} and run the command again`;
}
