import { execFileSync, spawn, type ChildProcess } from 'node:child_process';

/** A host: a network namespace. */
export interface Namespace {
  readonly name: string;
  /** Runs a command in the namespace to its end and returns its output. @throws when it fails */
  run(command: string, args: readonly string[], input?: string): string;
  /** Starts a command in the namespace; an open file gets its output. Removing the namespace ends it. */
  start(command: string, args: readonly string[], output: number): ChildProcess;
}

/** The name of a namespace holds the id of its process, so namespaces of a killed process can be found. */
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

/** Why this process cannot make namespaces; undefined if it can. It tries: makes one and removes it. */
export function whyNoNamespaces(): string | undefined {
  if (process.platform !== 'linux') return 'Linux - hosts are network namespaces';
  if (process.getuid?.() !== 0)
    return 'root - to make network namespaces: run it with sudo, or in a container';
  try {
    execFileSync('ip', ['-V'], { stdio: 'ignore' });
  } catch {
    // the list of missing programs names ip
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

/** How often to retry a command that Ctrl-C ended before it had its own session: a held key repeats Ctrl-C. */
const mostBeginnings = 20;

/** Runs `ip` in a session of its own: a second Ctrl-C must not end the cleanup after the first. */
export function ip(args: readonly string[]): string {
  for (let beginnings = 1; ; beginnings += 1) {
    try {
      return execFileSync('setsid', ['ip', ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    } catch (error) {
      // Ctrl-C cannot end a command in its own session, so this one has not begun
      const isOverBefore = (error as { signal?: unknown }).signal === 'SIGINT';
      if (!isOverBefore || beginnings === mostBeginnings) throw error;
    }
  }
}

/**
 * Removes the namespaces of this process, and those that ended processes left, with all processes in them.
 * @throws AggregateError when some cannot be removed, after it has removed the others
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
  if (errors.length > 0) throw new AggregateError(errors, 'could not remove all namespaces');
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
    // it has ended since it was listed
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
