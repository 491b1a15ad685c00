import fs from 'node:fs';

/**
 * How the file system fails from one call on: the process is killed after the call, or in the middle of a write; the
 * disk is full; the disk is read-only.
 */
export type Interruption = 'killed' | 'killed in a write' | 'disk full' | 'read-only';

/** Simulates a killed process: its further calls have no effect. */
class Killed extends Error {}

const changing = ['mkdirSync', 'writeFileSync', 'renameSync', 'rmSync', 'rmdirSync', 'fsyncSync'] as const;
const reading = [
  'lstatSync',
  'statSync',
  'readFileSync',
  'readdirSync',
  'realpathSync',
  'openSync',
  'closeSync',
] as const;
const takesSpace: readonly string[] = ['mkdirSync', 'writeFileSync', 'fsyncSync'];

/**
 * Calls that change the disk. Only after these can an interruption leave a new state; a process that stops after a read leaves
 * the state of the last change.
 */
export function momentsOf(interruption: Interruption, made: readonly string[]): number[] {
  const isMoment: Record<Interruption, (name: string) => boolean> = {
    killed: (name) => (changing as readonly string[]).includes(name) && name !== 'fsyncSync',
    'killed in a write': (name) => name === 'writeFileSync',
    'disk full': (name) => takesSpace.includes(name),
    'read-only': (name) => (changing as readonly string[]).includes(name),
  };
  return made.flatMap((name, index) => (isMoment[interruption](name) ? [index] : []));
}

type Call = (...args: unknown[]) => unknown;
const calls = fs as unknown as Record<string, Call>;

/**
 * Runs an action in which the n-th call to the file system is the last that succeeds; returns the names of all calls.
 */
export function withInterruption(
  interruption: Interruption,
  lastGood: number,
  action: () => void,
): { calls: string[]; error: unknown } {
  const originals = Object.entries(calls).filter(([name]) =>
    ([...changing, ...reading] as readonly string[]).includes(name),
  );
  const made: string[] = [];
  for (const [name, original] of originals) {
    calls[name] = Object.assign((...args: unknown[]) => {
      made.push(name);
      if (made.length <= lastGood) return original(...args);
      return fail(interruption, name, made.length === lastGood + 1, original, args);
    }, original);
  }
  let error: unknown;
  try {
    action();
  } catch (thrown) {
    error = thrown;
  } finally {
    for (const [name, original] of originals) calls[name] = original;
  }
  return { calls: made, error };
}

function fail(
  interruption: Interruption,
  name: string,
  isFirst: boolean,
  original: Call,
  args: unknown[],
): unknown {
  const [file, content] = args;
  if (interruption === 'killed') throw new Killed();
  if (interruption === 'killed in a write') {
    if (isFirst && name === 'writeFileSync') original(file, halfOf(content), ...args.slice(2));
    throw new Killed();
  }
  if (interruption === 'disk full') {
    if (!takesSpace.includes(name)) return original(...args);
    // the file exists and is empty
    if (name === 'writeFileSync') original(file, '', ...args.slice(2));
    const details = name === 'mkdirSync' ? { syscall: 'mkdir', path: file } : { syscall: 'write' };
    throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC', ...details });
  }
  if (!(changing as readonly string[]).includes(name)) return original(...args);
  throw Object.assign(new Error('EROFS: read-only file system'), {
    code: 'EROFS',
    syscall: name.replace('Sync', ''),
    path: file,
  });
}

function halfOf(content: unknown): unknown {
  const text = String(content);
  return text.slice(0, text.length / 2);
}
