import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Namespace } from '../hosts/namespaces';
import { AnsweringProcess } from '../shared/answering-process';
import type { Clock } from '../shared/clock';

/** How an invocation ended. */
export type Outcome =
  | { readonly result: unknown }
  | { readonly error: { readonly errorType?: string; readonly errorMessage: string } };

interface Answer {
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
  readonly #process: AnsweringProcess<Answer>;
  readonly #clock: Clock;
  #isOver = false;

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
      },
    );
    this.#process = new AnsweringProcess('the function', child);
    this.#clock = clock;
    for (const stream of [child.stdout, child.stderr]) {
      if (stream) createInterface(stream).on('line', onLine);
    }
  }

  get gone(): boolean {
    return this.#isOver || this.#process.hasEnded;
  }

  /** Handles one event. Ends the process after `timeoutSeconds`, as Lambda does. */
  async invoke(event: unknown, context: object, timeoutSeconds: number): Promise<Outcome> {
    let timer: NodeJS.Timeout | undefined;
    try {
      await this.#process.ready;
      const timeout = new Promise<Outcome>((resolve) => {
        timer = setTimeout(() => {
          this.end();
          const errorMessage = `Task timed out after ${timeoutSeconds} seconds`;
          resolve({ error: { errorType: 'Sandbox.Timedout', errorMessage } });
        }, timeoutSeconds * 1000);
      });
      const { aheadMilliseconds } = this.#clock;
      const answer = this.#process.ask({ event, context, aheadMilliseconds });
      return await Promise.race([
        timeout,
        answer.then(({ result, error }): Outcome => (error ? { error } : { result })),
      ]);
    } catch {
      return { error: { errorType: 'Runtime.ExitError', errorMessage: 'Runtime exited' } };
    } finally {
      clearTimeout(timer);
    }
  }

  /** Sends a signal, which makes the function crash or hang. */
  signal(signal: 'SIGKILL' | 'SIGSTOP'): void {
    this.#process.kill(signal);
  }

  end(): void {
    this.#isOver = true;
    this.#process.kill('SIGKILL');
  }
}
