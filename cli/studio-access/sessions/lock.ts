import { setTimeout as wait } from 'node:timers/promises';
import { acquireLock, tryLock } from '../../process-lock';
import { Failure } from '../failure';

/** What others see who find the lock held. */
export const holder = 'another studio-access';

/** Takes the lock of a session, and waits for a while if another process has it. @returns a function that gives it back */
export async function lockSession(folder: string): Promise<() => void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const release = tryLock(folder, holder);
    if (release) return release;
    await wait(50);
  }
  return lockOrRefuse(folder);
}

/** @throws Failure with the process that holds the lock */
export function lockOrRefuse(folder: string): () => void {
  try {
    return acquireLock(folder, { command: holder, waitSeconds: 0, onWait: () => undefined });
  } catch (error) {
    throw new Failure({
      code: 'session_in_use',
      what: error instanceof Error ? `${error.message}.` : String(error),
      todo: 'Or end that process.',
    });
  }
}
