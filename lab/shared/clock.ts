/** Time that can be put forward, or stand still, instead of being waited for. A class: it goes on. */
export class Clock {
  #aheadMilliseconds = 0;
  #stoppedAt: number | undefined;

  /** In milliseconds since 1970. */
  now(): number {
    return (this.#stoppedAt ?? Date.now()) + this.#aheadMilliseconds;
  }

  /** How far ahead of the machine's it is. */
  get aheadMilliseconds(): number {
    return this.#aheadMilliseconds;
  }

  /** Puts it forward, also while it stands. */
  advance(seconds: number): void {
    this.#aheadMilliseconds += seconds * 1000;
  }

  /** Lets it stand still while something is done. */
  async whileItStands<T>(action: () => Promise<T>): Promise<T> {
    this.#stoppedAt = Date.now();
    try {
      return await action();
    } finally {
      this.#stoppedAt = undefined;
    }
  }
}
