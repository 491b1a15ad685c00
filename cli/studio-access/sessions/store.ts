import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { replaceFile } from '../../output/files';
import type { Context } from '../context';
import { stateFolder } from '../folders';
import { secret } from '../secrets';
import type { Settings } from '../settings/schema';
import { filesIn } from './files';
import { openKeychain, probeKeychain } from './keychain';
import {
  type Deployment,
  deploymentName,
  deploymentOf,
  parseSession,
  type Session,
  sessionName,
  writeSession,
} from './session';
import type { TextStore } from './text-store';

/** Where a session is kept. */
export type StorageKind = 'keychain' | 'file';

const pointer = z.strictObject({ user: z.string(), storage: z.enum(['keychain', 'file']) });

/** Who is signed in to a deployment, and where the session is kept: nothing secret. */
type Pointer = z.output<typeof pointer>;

/** A session in its place. */
export interface KeptSession {
  readonly user: string;
  readonly storage: StorageKind;
  /** Folder of the lock for who changes the session. */
  readonly lockFolder: string;
  read(): Promise<Session | undefined>;
  write(session: Session): Promise<void>;
  delete(): Promise<void>;
}

/**
 * Opens the place for new sessions.
 *
 * @throws Failure if there is no keychain: tokens get into a file only where somebody asked for that
 */
export async function openStorage(context: Context, storage: StorageKind): Promise<TextStore> {
  if (storage === 'file') return filesIn(path.join(stateFolder(context), 'sessions'), context.userId);
  const keychain = await openKeychain(context.platform);
  await probeKeychain(keychain);
  return keychain;
}

/** The place for the session of a person who has signed in just now. @param store what `openStorage` has opened */
export function newSession(
  context: Context,
  settings: Settings,
  { user, storage, store }: Pointer & { readonly store: TextStore },
): KeptSession {
  return keptSession(context, deploymentOf(settings), { user, storage }, store);
}

/**
 * The session of the person who signed in last.
 *
 * @returns undefined if nobody is signed in
 */
export async function currentSession(context: Context, settings: Settings): Promise<KeptSession | undefined> {
  const deployment = deploymentOf(settings);
  const current = readPointer(pointerFile(context, deployment));
  if (current === undefined) return undefined;
  const store =
    current.storage === 'keychain'
      ? await openKeychain(context.platform)
      : await openStorage(context, 'file');
  return keptSession(context, deployment, current, store);
}

function keptSession(
  context: Context,
  deployment: Deployment,
  current: Pointer,
  store: TextStore,
): KeptSession {
  const name = sessionName({ ...deployment, user: current.user });
  const file = pointerFile(context, deployment);
  return {
    ...current,
    lockFolder: path.join(stateFolder(context), 'locks', name),
    read: async () => {
      const text = await store.read(name);
      const session = text === undefined ? undefined : parseSession(text);
      if (session) remember(session);
      return session;
    },
    write: async (session) => {
      remember(session);
      await store.write(name, writeSession(session));
      mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
      replaceFile(file, `${JSON.stringify(current)}\n`, 0o600);
    },
    delete: async () => {
      await store.delete(name);
      rmSync(file, { force: true });
    },
  };
}

function remember({ accessToken, refreshToken }: Session): void {
  secret(accessToken);
  if (refreshToken !== undefined) secret(refreshToken);
}

function pointerFile(context: Context, deployment: Deployment): string {
  return path.join(stateFolder(context), 'current', `${deploymentName(deployment)}.json`);
}

function readPointer(file: string): Pointer | undefined {
  try {
    return pointer.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data;
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
