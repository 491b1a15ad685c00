import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { AnsweringProcess } from '../../lab/shared/answering-process';
import { watch } from '../../lab/shared/run-to-end';

interface Thrown {
  readonly name: string;
  readonly message: string;
  readonly stack: string;
  readonly cause?: string;
  readonly own: readonly string[];
}

export interface Reply {
  readonly result?: unknown;
  readonly thrown?: Thrown;
  readonly milliseconds: number;
}

/** One function in a `node` process, with exactly the environment given here. A class: it is a process. */
export class FunctionProcess {
  static readonly #started: FunctionProcess[] = [];
  readonly #child: ChildProcess;
  readonly #process: AnsweringProcess<Reply & { readonly importMilliseconds?: number }>;
  readonly #watched: ReturnType<typeof watch>;
  #stopping = false;
  importMilliseconds = 0;

  private constructor(child: ChildProcess) {
    this.#child = child;
    this.#process = new AnsweringProcess('the function', child);
    this.#watched = watch(child);
  }

  /**
   * @param file the module to load
   * @throws Error with what the process printed, if it ends before it is ready
   */
  static async start(file: string, environment: Readonly<Record<string, string>>): Promise<FunctionProcess> {
    const child = spawn(process.execPath, [path.join(__dirname, 'run-function.mjs'), file], {
      env: { PATH: process.env.PATH, ...environment },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    const running = new FunctionProcess(child);
    FunctionProcess.#started.push(running);
    const { importMilliseconds = 0 } = await running.#process.ready.catch(() => {
      throw new Error(running.stderr);
    });
    running.importMilliseconds = importMilliseconds;
    return running;
  }

  invoke(event: unknown, context: unknown = { awsRequestId: 'lambda-request-1' }): Promise<Reply> {
    return this.#process.ask({ event, context });
  }

  /** Ends all started processes; any that a failing test left would keep the test run from ending. */
  static async stopAll(): Promise<void> {
    await Promise.all(FunctionProcess.#started.map((running) => running.stop()));
  }

  get stderr(): string {
    return this.#watched.printed.stderr;
  }

  /** Ends the process and returns its stdout, which is complete only then, because a pipe may lag behind. */
  async stop(): Promise<string> {
    // the child disconnects: after a disconnect from here, Node never reports that the child is closed
    if (this.#child.connected && !this.#stopping) this.#child.send({ stop: true });
    this.#stopping = true;
    return (await this.#watched.ended).stdout;
  }
}

/** The log lines of a function, parsed; fails on a line that is not one JSON object. */
export function logLines(output: string): Record<string, unknown>[] {
  return output
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
