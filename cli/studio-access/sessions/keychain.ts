import { randomBytes } from 'node:crypto';
import { Failure } from '../failure';
import { deleteText, type Entries, readText, writeText } from './entries';
import type { TextStore } from './text-store';

/** The name under which the system's keychain shows what is kept. */
const service = 'studio-access';

/** Time for the person to unlock the keychain. Where nobody sits, it waits for ever. */
const answerMilliseconds = 60_000;

/** Characters of the text that is tried; most providers' tokens are shorter. */
const probeLength = 4096;

/**
 * The system's keychain: macOS's, Windows' Credential Manager, the Secret Service of a Linux desktop. Not the keyring of
 * Linux's kernel, which forgets with the terminal's session.
 *
 * @throws Failure if there is none
 */
export async function openKeychain(platform: NodeJS.Platform): Promise<TextStore> {
  const entries = await loadEntries(platform);
  return {
    read: (name) => answered(readText(entries, name)),
    write: (name, text) => answered(writeText(entries, name, text)),
    delete: (name) => answered(deleteText(entries, name)),
  };
}

/**
 * Writes, reads and deletes a text as long as tokens: some keychains open and then refuse it.
 *
 * @throws Failure if it does not
 */
export async function probeKeychain(store: TextStore): Promise<void> {
  const name = `probe-${randomBytes(8).toString('hex')}`;
  const text = randomBytes(probeLength).toString('hex').slice(0, probeLength);
  try {
    await store.write(name, text);
    const read = await store.read(name);
    await store.delete(name);
    if (read !== text) throw new Error('it returned something else than it was given');
  } catch (error) {
    throw error instanceof Failure ? error : noKeychain(reasonOf(error));
  }
}

async function loadEntries(platform: NodeJS.Platform): Promise<Entries> {
  const { AsyncEntry } = await import('@napi-rs/keyring').catch(() => {
    throw noKeychain(
      'the package @napi-rs/keyring, which is optional, is not installed',
      'The package studio-access brings it, the single file does not.',
    );
  });
  const options = platform === 'linux' ? { linux: { store: 'secret-service' as const } } : undefined;
  const entry = (name: string) => new AsyncEntry(service, name, options);
  return {
    get: async (name) => (await entry(name).getPassword()) ?? undefined,
    set: (name, text) => entry(name).setPassword(text),
    delete: async (name) => {
      await entry(name).deleteCredential();
    },
  };
}

async function answered<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`it did not answer within ${answerMilliseconds / 1000} seconds`));
    }, answerMilliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } catch (error) {
    throw error instanceof Failure ? error : noKeychain(reasonOf(error));
  } finally {
    clearTimeout(timer);
  }
}

function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}

/** @param wayOut how it could be used */
function noKeychain(reason: string, wayOut = 'Unlock or start it.'): Failure {
  return new Failure({
    code: 'no_keychain',
    what: `The system’s keychain cannot be used: ${reason}.`,
    todo: `${wayOut} Or keep the session in a file that only you can read: studio-access login --store-in-file`,
  });
}
