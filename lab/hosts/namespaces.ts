import { execFileSync, spawn, type ChildProcess } from 'node:child_process';

/** A host of its own: a network namespace. */
export interface Namespace {
  readonly name: string;
  /** Runs a command there to its end and returns what it printed; throws when it fails. */
  run(command: string, args: readonly string[], input?: string): string;
  /** Starts a command there, its output going to an open file. Removing the namespace ends it too. */
  start(command: string, args: readonly string[], output: number): ChildProcess;
}

/** Names say which process made a namespace, so that those of a process that was killed can be found. */
export const namePattern = /^studio-(\d+)-/;

/** Makes a namespace with its loopback interface up. */
export function createNamespace(host: string): Namespace {
  const name = `studio-${process.pid}-${host}`;
  ip(['netns', 'add', name]);
  ip(['-n', name, 'link', 'set', 'lo', 'up']);
  return {
    name,
    run: (command, args, input) =>
      execFileSync('ip', ['netns', 'exec', name, command, ...args], {
        encoding: 'utf8',
        stdio: ['pipe', 'pipe', 'pipe'],
        ...(input !== undefined && { input }),
      }),
    start: (command, args, output) =>
      spawn('ip', ['netns', 'exec', name, command, ...args], { stdio: ['ignore', output, output] }),
  };
}

/** Why this process can make no namespaces; undefined if it can: one is made and removed, to see. */
export function whyNoNamespaces(): string | undefined {
  if (process.platform !== 'linux') return 'Linux - hosts are network namespaces';
  if (process.getuid?.() !== 0)
    return 'root - to make network namespaces: run it with sudo, or in a container';
  try {
    execFileSync('ip', ['-V'], { stdio: 'ignore' });
  } catch {
    // the list of programs says so
    return undefined;
  }
  try {
    createNamespace('trial');
    removeNamespaces();
    return undefined;
  } catch (error) {
    return `network namespaces - a Linux machine, or a container with --privileged: ${String(error)}`;
  }
}

/** How often a command is begun again that Ctrl-C has ended before it was out of reach: a held key repeats it. */
const mostBeginnings = 20;

/** Runs `ip`, in a session of its own: a second Ctrl-C must not end what undoes the first one's. */
export function ip(args: readonly string[]): string {
  for (let beginnings = 1; ; beginnings += 1) {
    try {
      return execFileSync('setsid', ['ip', ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    } catch (error) {
      // out of reach, it cannot be ended so; it has not begun
      const isOverBefore = (error as { signal?: unknown }).signal === 'SIGINT';
      if (!isOverBefore || beginnings === mostBeginnings) throw error;
    }
  }
}

/**
 * Removes the namespaces of this process, and of processes that ended without doing so, with all that runs there.
 * @throws AggregateError when some cannot be removed, after all others are
 */
export function removeNamespaces(): void {
  const errors: unknown[] = [];
  for (const line of ip(['netns', 'list']).split('\n')) {
    const name = line.split(' ')[0] ?? '';
    const owner = Number(namePattern.exec(name)?.[1]);
    if (owner !== process.pid && (!(owner > 0) || isRunning(owner))) continue;
    try {
      removeNamespace(name);
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw new AggregateError(errors, 'namespaces are left');
}

function removeNamespace(name: string): void {
  for (const pid of ip(['netns', 'pids', name]).split('\n').map(Number)) {
    if (pid > 0) end(pid);
  }
  ip(['netns', 'delete', name]);
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // it ended between being listed and now
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
