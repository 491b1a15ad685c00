/** What must be undone, in the reverse order of doing. */
export interface Cleanup {
  add(undo: () => Promise<void> | void): void;
  /** Whether undoing has begun. */
  readonly begun: boolean;
  /** Undoes everything, once; what fails does not keep the rest from being undone. */
  run(): Promise<void>;
}

/** An empty list. */
export function createCleanup(): Cleanup {
  const undos: (() => Promise<void> | void)[] = [];
  let running: Promise<void> | undefined;
  const undoAll = async () => {
    for (let undo = undos.pop(); undo; undo = undos.pop()) {
      try {
        await undo();
      } catch (error) {
        console.error('cannot undo:', error);
      }
    }
  };
  return {
    get begun() {
      return running !== undefined;
    },
    add(undo) {
      undos.push(undo);
      // too late to be undone by the run that is going on, or has ended
      if (running) running = running.then(undoAll);
    },
    run() {
      running ??= undoAll();
      return running;
    },
  };
}
