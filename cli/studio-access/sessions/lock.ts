import { setTimeout as wait } from 'node:timers/promises';
import { acquireLock, tryLock } from '../../process-lock';
import { Failure } from '../failure';

/** The name of the process in messages of others that wait for the lock. */
const holder = 'another studio-access';

/** A refresh takes a second; every request in it ends by itself before this time. */
export const longestHoldMilliseconds = 150_000;

const pauseMilliseconds = 50;

/** Takes the lock of a session, and waits for as long as another process may have it. @returns a function that gives it back */
export async function lockSession(folder: string): Promise<() => void> {
  for (let waited = 0; waited < longestHoldMilliseconds; waited += pauseMilliseconds) {
    const release = tryToLock(folder);
    if (release) return release;
    await wait(pauseMilliseconds);
  }
  return lockOrRefuse(folder);
}

/** Takes the lock if it is free, or if a process of another machine has lost it. @returns undefined if another process has it */
export function tryToLock(folder: string): (() => void) | undefined {
  return tryLock(folder, holder, longestHoldMilliseconds);
}

/** @throws Failure with the process that holds the lock */
export function lockOrRefuse(folder: string): () => void {
  try {
    return acquireLock(folder, {
      command: holder,
      waitSeconds: 0,
      onWait: () => undefined,
      lostAfterMilliseconds: longestHoldMilliseconds,
    });
  } catch (error) {
    throw new Failure({
      code: 'session_in_use',
      what: error instanceof Error ? `${error.message}.` : String(error),
      todo: 'Or end that process.',
    });
  }
}
