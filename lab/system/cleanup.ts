/** Steps that undo the lab, run in reverse order. */
export interface Cleanup {
  add(undo: () => Promise<void> | void): void;
  /** Whether the cleanup has begun. */
  readonly begun: boolean;
  /** Runs all steps once; a failing step does not stop the others. */
  run(): Promise<void>;
}

/** A cleanup without steps. */
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
      // the run has begun or ended, and would not reach this step
      if (running) running = running.then(undoAll);
    },
    run() {
      running ??= undoAll();
      return running;
    },
  };
}
