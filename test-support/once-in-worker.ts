const worker = globalThis as unknown as { madeOnceForUnitTests?: Map<string, unknown> };

/**
 * Makes something that takes long once for all unit tests of a worker, which share its globals (`jest/runtime.mjs`). The files
 * of other levels have globals of their own, so there it is made once in a file.
 * @param name tells what is made from all else that is
 */
export function onceInWorker<T>(name: string, make: () => T): T {
  const made = (worker.madeOnceForUnitTests ??= new Map<string, unknown>());
  if (!made.has(name)) made.set(name, make());
  return made.get(name) as T;
}
