import { spawn, type ChildProcess } from 'node:child_process';
import { constants } from 'node:os';

/** What a program printed. */
interface Printed {
  stdout: string;
  stderr: string;
}

/** How a program ended, and what it printed. */
export interface Ended extends Readonly<Printed> {
  /** As a shell shows it: 128 and the signal's number if a signal ended the program. */
  readonly exitCode: number;
}

/**
 * Collects what a program prints.
 * @returns what it has printed so far, and its end, which is rejected if the program cannot be started
 */
export function watch(child: ChildProcess): { readonly printed: Printed; readonly ended: Promise<Ended> } {
  const printed = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name]?.setEncoding('utf8').on('data', (text: string) => (printed[name] += text));
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      resolve({ exitCode: exitCodeOf(code, signal), ...printed });
    });
  });
  return { printed, ended };
}

/** Runs a program that reads nothing to its end. @throws if it cannot be started */
export function runToEnd(
  program: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env: NodeJS.ProcessEnv },
): Promise<Ended> {
  return watch(spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })).ended;
}

/** The exit code of a program that a signal may have ended. */
export function exitCodeOf(code: number | null, signal: NodeJS.Signals | null): number {
  return code ?? 128 + constants.signals[signal ?? 'SIGKILL'];
}
