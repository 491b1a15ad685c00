/** A clock that can be put forward or stopped, so that tests need not wait. A class: it runs. */
export class Clock {
  #aheadMilliseconds = 0;
  #stoppedAt: number | undefined;

  /** In milliseconds since 1970. */
  now(): number {
    return (this.#stoppedAt ?? Date.now()) + this.#aheadMilliseconds;
  }

  /** How far it is ahead of the machine's clock. */
  get aheadMilliseconds(): number {
    return this.#aheadMilliseconds;
  }

  /** Puts it forward, also while it is stopped. */
  advance(seconds: number): void {
    this.#aheadMilliseconds += seconds * 1000;
  }

  /** Stops it while a function runs. */
  async whileItStands<T>(action: () => Promise<T>): Promise<T> {
    this.#stoppedAt = Date.now();
    try {
      return await action();
    } finally {
      this.#stoppedAt = undefined;
    }
  }
}
