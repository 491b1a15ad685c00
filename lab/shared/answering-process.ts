import type { ChildProcess } from 'node:child_process';

interface Message {
  readonly id: number;
}

interface Waiting<Answer> {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

/**
 * A child process that answers messages, several at a time: each message has an `id`, and so has its answer. The first answer,
 * whose id is 0, says that the process is ready. A class: it is a process.
 */
export class AnsweringProcess<Answer extends object> {
  /** The first answer; an error if the process ends before. */
  readonly ready: Promise<Answer>;
  readonly #name: string;
  readonly #child: ChildProcess;
  readonly #ended: Promise<void>;
  readonly #waiting = new Map<number, Waiting<Answer>>();
  #last = 0;

  /**
   * @param name of the process in messages
   * @param child has an IPC channel; somebody reads what it prints
   */
  constructor(name: string, child: ChildProcess) {
    this.#name = name;
    this.#child = child;
    this.ready = this.#answerTo(0);
    // whoever does not wait for it need not catch its error
    this.ready.catch(() => undefined);
    child.on('message', ({ id, ...answer }: Message & Answer) => {
      this.#waiting.get(id)?.resolve(answer as unknown as Answer);
      this.#waiting.delete(id);
    });
    this.#ended = new Promise((resolve) => {
      child.once('close', () => {
        for (const { reject } of this.#waiting.values()) reject(this.#over());
        this.#waiting.clear();
        resolve();
      });
    });
  }

  get hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** The answer to a message. @throws if the process has ended, or ends before it answers */
  ask(message: object): Promise<Answer> {
    const id = (this.#last += 1);
    const answer = this.#answerTo(id);
    // without a callback, a message to a process that is ending would end this one with an error
    this.#child.send({ id, ...message }, (error) => {
      if (!error) return;
      this.#waiting.get(id)?.reject(this.#over());
      this.#waiting.delete(id);
    });
    return answer;
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Ends the process and returns when it is gone. */
  async stop(): Promise<void> {
    this.kill('SIGKILL');
    await this.#ended;
  }

  #answerTo(id: number): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
    });
  }

  #over(): Error {
    return new Error(`${this.#name} has ended`);
  }
}
