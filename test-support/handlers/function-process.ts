import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';

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

interface Message extends Partial<Reply> {
  readonly ready?: true;
  readonly importMilliseconds?: number;
  readonly id?: number;
}

/** One function in a `node` process, with exactly the environment given here. A class: it is a process. */
export class FunctionProcess {
  static readonly #started: FunctionProcess[] = [];
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, (reply: Reply) => void>();
  readonly #closed: Promise<unknown>;
  #stopping = false;
  #last = 0;
  #stdout = '';
  #stderr = '';
  importMilliseconds = 0;

  private constructor(child: ChildProcess) {
    this.#child = child;
    this.#closed = new Promise((resolve) => child.once('close', resolve));
    child.stdout?.on('data', (chunk: Buffer) => (this.#stdout += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (this.#stderr += chunk.toString()));
  }

  /**
   * @param file the module to load
   * @throws Error with what the process printed, if it ends before it is ready
   */
  static async start(file: string, environment: Readonly<Record<string, string>>): Promise<FunctionProcess> {
    const child = spawn(process.execPath, [path.join(__dirname, 'run-function.mjs'), file], {
      env: { PATH: process.env.PATH, ...environment },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // API Gateway's events and their answers are JSON
      serialization: 'json',
    });
    const running = new FunctionProcess(child);
    FunctionProcess.#started.push(running);
    await new Promise<void>((resolve, reject) => {
      child.on('close', () => {
        reject(new Error(running.stderr));
      });
      child.on('message', (message: Message) => {
        if (message.ready) {
          running.importMilliseconds = message.importMilliseconds ?? 0;
          resolve();
        } else {
          running.#settle(message);
        }
      });
    });
    return running;
  }

  invoke(event: unknown, context: unknown = { awsRequestId: 'lambda-request-1' }): Promise<Reply> {
    const id = ++this.#last;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.#child.send({ id, event, context });
    });
  }

  #settle({ id = 0, milliseconds = 0, ...reply }: Message): void {
    this.#waiting.get(id)?.({ ...reply, milliseconds });
    this.#waiting.delete(id);
  }

  /** Ends all started processes; any that a failing test left would keep the test run from ending. */
  static async stopAll(): Promise<void> {
    await Promise.all(FunctionProcess.#started.map((running) => running.stop()));
  }

  get stderr(): string {
    return this.#stderr;
  }

  /** Ends the process and returns its stdout, which is complete only then, because a pipe may lag behind. */
  async stop(): Promise<string> {
    if (this.#child.connected && !this.#stopping) this.#child.send({ stop: true });
    this.#stopping = true;
    await this.#closed;
    return this.#stdout;
  }
}

/** The log lines of a function, parsed; fails on a line that is not one JSON object. */
export function logLines(output: string): Record<string, unknown>[] {
  return output
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
