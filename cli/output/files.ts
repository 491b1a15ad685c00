import { createHash, randomBytes } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { about, withPath } from '../failure';

/** Ending of the names of files that a killed process may leave half-written. */
export const unfinishedSuffix = '.unfinished';

/** The names in a folder; none where there is no folder. */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** What is at a path, without following a link. */
export type Kind = 'nothing' | 'file' | 'folder' | 'link' | 'something else';

/** What is at a path; a link is not followed. */
export function kindOf(file: string): Kind {
  const stats = lstatSync(file, { throwIfNoEntry: false });
  if (stats === undefined) return 'nothing';
  if (stats.isSymbolicLink()) return 'link';
  if (stats.isDirectory()) return 'folder';
  return stats.isFile() ? 'file' : 'something else';
}

/** SHA-256 of a file, in hexadecimal. */
export function hashOf(file: string): string {
  return hashOfContent(readFileSync(file));
}

/** SHA-256 of a content, in hexadecimal; a string is hashed as UTF-8. */
export function hashOfContent(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** Every file below a folder, and every link and other thing, by its path with `/`, sorted; nothing if there is no folder. */
export function filesBelow(folder: string, isSkipped: (file: string) => boolean = () => false): string[] {
  const found: string[] = [];
  const visit = (relative: string) => {
    for (const entry of readdirSync(path.join(folder, relative), { withFileTypes: true })) {
      const file = path.posix.join(relative, entry.name);
      if (isSkipped(file)) continue;
      if (entry.isDirectory()) visit(file);
      else found.push(file);
    }
  };
  if (kindOf(folder) === 'folder') visit('');
  return found.sort();
}

/**
 * Writes a file so that others see the old content or the new one, also after a loss of power.
 *
 * @throws if the file system refuses; then nothing has changed
 */
export function replaceFile(file: string, content: string | Uint8Array, mode = 0o644): void {
  replaceFiles([[file, content]], mode);
}

/**
 * Writes several files: all of them beside the old ones first, so that a full disk changes none. Only what stops a rename
 * can leave old and new ones side by side.
 *
 * @param files path and content of each
 * @throws if the file system refuses
 */
export function replaceFiles(
  files: readonly (readonly [file: string, content: string | Uint8Array])[],
  mode = 0o644,
): void {
  // no other process uses this name
  const ending = `.${randomBytes(6).toString('hex')}${unfinishedSuffix}`;
  try {
    for (const [file, content] of files) {
      withPath(path.dirname(file), () => {
        writeFileSync(`${file}${ending}`, content, { mode, flag: 'wx' });
        syncFile(`${file}${ending}`);
      });
    }
    for (const [file] of files) {
      withPath(file, () => {
        renameSync(`${file}${ending}`, file);
      });
    }
  } catch (error) {
    for (const [file] of files) removeIfPossible(`${file}${ending}`);
    throw error;
  }
  for (const folder of new Set(files.map(([file]) => path.dirname(file)))) syncFolder(folder);
}

function removeIfPossible(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // the error that led here is the one to report
  }
}

/** Returns when a file's content is on the disk. */
export function syncFile(file: string): void {
  const descriptor = openSync(file, 'r+');
  try {
    about(file, () => {
      fsyncSync(descriptor);
    });
  } finally {
    closeSync(descriptor);
  }
}

/** Returns when the names in a folder are on the disk. Windows opens no folders, and needs none of this. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  try {
    about(folder, () => {
      fsyncSync(descriptor);
    });
  } finally {
    closeSync(descriptor);
  }
}

/** Removes folders that are empty, the deepest first; all others stay. */
export function removeEmptyFolders(folders: Iterable<string>): void {
  for (const folder of [...new Set(folders)].sort((one, other) => other.length - one.length)) {
    try {
      rmdirSync(folder);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      // POSIX allows EEXIST in place of ENOTEMPTY; other code reports what is not a folder
      if (!['ENOTEMPTY', 'EEXIST', 'ENOENT', 'ENOTDIR'].includes(code ?? '')) throw error;
    }
  }
}
