import {
  closeSync,
  constants,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import path from 'node:path';
import { namesIn, replaceFile } from '../../output/files';
import { Failure } from '../failure';
import type { TextStore } from './text-store';

const ownerOnly = 0o600;
const othersBits = 0o077;

/**
 * Sessions in files that only their owner can read, in a folder that only the owner can enter.
 *
 * @param folder absolute path; it is created if need be
 * @param userId of the operating system's user; undefined where files have no such permissions
 */
export function filesIn(folder: string, userId: number | undefined): TextStore {
  const fileOf = (name: string) => path.join(folder, `${name}.session`);
  return {
    read: (name) => Promise.resolve(readOwn(fileOf(name), userId)),
    write: (name, text) => {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      refuseOthers(folder, statSync(folder), userId);
      replaceFile(fileOf(name), `${text}\n`, ownerOnly);
      return Promise.resolve();
    },
    delete: (name) => {
      // also what a killed process left half-written
      for (const file of namesIn(folder).filter((found) => found.startsWith(`${name}.session`)))
        rmSync(path.join(folder, file), { force: true });
      return Promise.resolve();
    },
  };
}

function readOwn(file: string, userId: number | undefined): string | undefined {
  let descriptor: number;
  try {
    // a link could lead to a file of somebody else
    descriptor = openSync(file, constants.O_RDONLY | (userId === undefined ? 0 : constants.O_NOFOLLOW));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    refuseOthers(file, fstatSync(descriptor), userId);
    return readFileSync(descriptor, 'utf8').trim();
  } finally {
    closeSync(descriptor);
  }
}

function refuseOthers(
  file: string,
  { mode, uid }: { mode: number; uid: number },
  userId: number | undefined,
): void {
  if (userId === undefined || (uid === userId && (mode & othersBits) === 0)) return;
  throw new Failure({
    code: 'others_can_read',
    what: `${file} belongs to somebody else, or others can read it.`,
    todo: 'Remove it, then run: studio-access login. If others have read it, tell your operator, who can end the session.',
  });
}
