import { spawn, type ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import type { Variables } from '../variables';

/** How a program ended, and what it printed. */
export interface ProgramResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ProgramOptions {
  /** Folder that the program runs in. */
  readonly folder: string;
  /** All variables of the program. */
  readonly variables: Variables;
  /** What the program reads from its standard input. @default nothing */
  readonly input?: string;
  /** Shows what the program prints, as it comes. @default false */
  readonly isShown?: boolean;
}

/** The user ended the command, by Ctrl-C or a signal, while it was running a program. */
export class Interrupted extends Error {
  /** As a shell shows it: 128 and the signal's number. */
  readonly exitCode: number;

  constructor(signal: NodeJS.Signals) {
    super(`interrupted (${signal})`);
    this.name = 'Interrupted';
    this.exitCode = 128 + constants.signals[signal];
  }
}

const endingSignals: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Signals within this time are passed on once: at a second one, Terraform gives up and may leave a lock behind. */
const repeatMilliseconds = 1000;

/**
 * Runs a program and returns when it has ended, with any exit code.
 *
 * A signal that ends the command is passed on to the program, which then ends in its own way. The program has a
 * process group of its own where there are such groups: a terminal's Ctrl-C would otherwise reach it directly, from
 * npm, and from here.
 *
 * @throws {@link Interrupted} once the program has ended after such a signal
 * @throws the error of the operating system if the program cannot be started (`code` is `ENOENT` if there is none)
 */
export async function runProgram(
  program: string,
  args: readonly string[],
  { folder, variables, input, isShown = false }: ProgramOptions,
): Promise<ProgramResult> {
  const hasGroups = process.platform !== 'win32';
  const child = spawn(program, args, {
    cwd: folder,
    env: variables,
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    detached: hasGroups,
  });
  const printed = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      printed[name] += text;
      if (isShown) process[name].write(text);
    });
  }
  // a program that ends without reading its input closes the pipe; its exit code says why
  child.stdin?.on('error', () => undefined).end(input);
  const passing = passSignalsTo(child, hasGroups);
  try {
    const exitCode = await new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, signal) => {
        resolve(code ?? 128 + constants.signals[signal ?? 'SIGKILL']);
      });
    });
    if (passing.signal() !== undefined) throw new Interrupted(passing.signal() ?? 'SIGINT');
    return { exitCode, ...printed };
  } finally {
    passing.stop();
  }
}

/** Passes ending signals on to a child until it is stopped, and remembers the first. */
function passSignalsTo(child: ChildProcess, hasGroups: boolean) {
  let first: NodeJS.Signals | undefined;
  let lastTime = -Infinity;
  const pass = (signal: NodeJS.Signals) => {
    const now = performance.now();
    const isRepeat = now - lastTime < repeatMilliseconds;
    lastTime = now;
    first ??= signal;
    // without groups, the console sends the child the signal
    if (hasGroups && !isRepeat) child.kill(signal);
  };
  for (const signal of endingSignals) process.on(signal, pass);
  return {
    signal: () => first,
    stop: () => {
      for (const signal of endingSignals) process.off(signal, pass);
    },
  };
}
