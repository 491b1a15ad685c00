import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Namespace } from '../hosts/namespaces';
import type { Clock } from '../shared/clock';

/** How an invocation ended. */
export type Outcome =
  | { readonly result: unknown }
  | { readonly error: { readonly errorType?: string; readonly errorMessage: string } };

interface Message {
  readonly ready?: true;
  readonly id?: number;
  readonly result?: unknown;
  readonly error?: { readonly errorType?: string; readonly errorMessage: string };
}

interface ExecutionOptions {
  readonly host: Namespace;
  /** Path of the handler's module. */
  readonly file: string;
  readonly exportName: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly memoryMegabytes: number;
  /** The time that the handler sees. */
  readonly clock: Clock;
  /** Called with every line that the function prints. */
  readonly onLine: (line: string) => void;
}

/** One execution environment: a process that handles one event at a time. A class: it is a process. */
export class Execution {
  readonly host: Namespace;
  readonly #child: ChildProcess;
  readonly #clock: Clock;
  readonly #ready: Promise<void>;
  #settle: ((outcome: Outcome) => void) | undefined;
  #gone = false;

  constructor({ host, file, exportName, variables, memoryMegabytes, clock, onLine }: ExecutionOptions) {
    this.host = host;
    const runner = path.join(__dirname, 'run-function.mjs');
    const heap = `--max-old-space-size=${memoryMegabytes}`;
    const child = spawn(
      'ip',
      ['netns', 'exec', host.name, process.execPath, heap, runner, file, exportName],
      {
        env: { PATH: '/usr/bin:/bin:/usr/sbin:/sbin', ...variables },
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
        serialization: 'json',
      },
    );
    this.#child = child;
    this.#clock = clock;
    for (const stream of [child.stdout, child.stderr]) {
      if (stream) createInterface(stream).on('line', onLine);
    }
    this.#ready = new Promise((resolve, reject) => {
      child.once('exit', () => {
        this.#gone = true;
        reject(new Error('Runtime exited'));
        this.#settle?.({ error: { errorType: 'Runtime.ExitError', errorMessage: 'Runtime exited' } });
      });
      child.on('message', ({ ready, result, error }: Message) => {
        if (ready) resolve();
        else this.#settle?.(error ? { error } : { result });
      });
    });
    this.#ready.catch(() => undefined);
  }

  get gone(): boolean {
    return this.#gone;
  }

  /** Handles one event. Ends the process after `timeoutSeconds`, as Lambda does. */
  async invoke(event: unknown, context: object, timeoutSeconds: number): Promise<Outcome> {
    try {
      await this.#ready;
    } catch {
      return { error: { errorType: 'Runtime.ExitError', errorMessage: 'Runtime exited' } };
    }
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.end();
        settle({
          error: {
            errorType: 'Sandbox.Timedout',
            errorMessage: `Task timed out after ${timeoutSeconds} seconds`,
          },
        });
      }, timeoutSeconds * 1000);
      const settle = (outcome: Outcome) => {
        clearTimeout(timer);
        this.#settle = undefined;
        resolve(outcome);
      };
      this.#settle = settle;
      const { aheadMilliseconds } = this.#clock;
      this.#child.send({ event, context, aheadMilliseconds }, (error) => {
        if (error) settle({ error: { errorMessage: String(error) } });
      });
    });
  }

  /** Sends a signal, which makes the function crash or hang. */
  signal(signal: 'SIGKILL' | 'SIGSTOP'): void {
    this.#child.kill(signal);
  }

  end(): void {
    this.#gone = true;
    this.#child.kill('SIGKILL');
  }
}
