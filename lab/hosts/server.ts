import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import type { Namespace } from './namespaces';

/** A running server. */
export interface Server {
  /** The whole log. */
  log(): string;
  /** Returns once the log matches, now or later; fails after half a minute. */
  logged(pattern: RegExp): Promise<void>;
  /** Resolves when the server has ended, by itself or because it was stopped. */
  readonly finished: Promise<unknown>;
  /** Ends the server and returns when it is gone. */
  stop(): Promise<void>;
}

interface ServerCommand {
  readonly command: string;
  readonly args: readonly string[];
  /** File that gets its output. */
  readonly logFile: string;
  /** Matches the log once the server answers. */
  readonly ready: RegExp;
}

/**
 * Starts a server and returns when its log shows that it answers.
 *
 * @throws with the log when the server ends, or when the log does not match for half a minute
 */
export async function startServer(
  host: Namespace,
  { command, args, logFile, ready }: ServerCommand,
): Promise<Server> {
  const output = openSync(logFile, 'w');
  const child = host.start(command, args, output);
  closeSync(output);
  const finished = new Promise((resolve) => child.once('exit', resolve));
  // a file can be read while this process is blocked
  const log = () => readFileSync(logFile, 'utf8');
  const logged = async (pattern: RegExp) => {
    const deadline = Date.now() + 30_000;
    while (!pattern.test(log())) {
      if (hasEnded(child) || Date.now() > deadline) {
        throw new Error(`${command} logged nothing like ${String(pattern)}:\n${log()}`);
      }
      await wait(20);
    }
  };
  const stop = async () => {
    if (hasEnded(child)) return;
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), 5000);
    await finished;
    clearTimeout(timer);
  };
  try {
    await logged(ready);
  } catch (error) {
    await stop();
    throw error;
  }
  return { log, logged, finished, stop };
}

/** The part of a growing text that is new since the last call. */
export function newPart(read: () => string): () => string {
  let seen = 0;
  return () => {
    const text = read();
    const part = text.slice(seen);
    seen = text.length;
    return part;
  };
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
