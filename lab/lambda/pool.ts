import type { Execution } from './execution';

/**
 * The largest number of processes for one function; further events wait. Lambda would start more, but on one machine
 * more processes would only slow each other down.
 */
const mostExecutions = 6;

/** The executions of one function. A class: it holds them, and the callers that wait for one. */
export class Pool {
  readonly #start: () => Execution;
  readonly #isReachable: (execution: Execution) => boolean;
  readonly #idle: Execution[] = [];
  readonly #running = new Set<Execution>();
  readonly #waiting: (() => void)[] = [];
  #isOver = false;

  /** @param isReachable whether the zone of an execution is not lost */
  constructor(start: () => Execution, isReachable: (execution: Execution) => boolean) {
    this.#start = start;
    this.#isReachable = isReachable;
  }

  get running(): readonly Execution[] {
    return [...this.#running];
  }

  /** An idle execution, or a new one as soon as the limit allows it. @throws after all have been ended */
  async take(): Promise<Execution> {
    if (this.#isOver) throw new Error('all executions have been ended');
    for (let idle = this.#idle.pop(); idle; idle = this.#idle.pop()) {
      if (!idle.gone && this.#isReachable(idle)) return this.#run(idle);
      idle.end();
    }
    if (this.#running.size < mostExecutions) return this.#run(this.#start());
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return this.take();
  }

  /** Gives an execution back. */
  release(execution: Execution): void {
    this.#running.delete(execution);
    if (!execution.gone) this.#idle.push(execution);
    this.#waiting.shift()?.();
  }

  /** Ends all executions for good; waiting callers get an error. */
  endAll(): void {
    this.#isOver = true;
    for (const stopWaiting of this.#waiting.splice(0)) stopWaiting();
    for (const execution of [...this.#idle.splice(0), ...this.#running]) execution.end();
  }

  #run(execution: Execution): Execution {
    this.#running.add(execution);
    return execution;
  }
}
