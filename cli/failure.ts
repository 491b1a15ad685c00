import { types } from 'node:util';

/** Reasons of the file system and their remedies, by Node's error code. */
const reasons: Readonly<Record<string, readonly [why: string, remedy: string]>> = {
  EACCES: ['permission is denied', 'run this as the user it belongs to, or change its permissions'],
  EBUSY: ['another program is using it', 'end that program'],
  EDQUOT: ['the quota of the disk is used up', 'free some space'],
  EEXIST: ['something else is there already', 'move that away'],
  EIO: ['the disk has a fault', 'check the disk'],
  EISDIR: ['a folder is there, where a file is expected', 'move that folder away'],
  ELOOP: ['its links lead in a circle', 'correct the links'],
  EMFILE: ['too many files are open', 'end other programs, or raise the limit'],
  ENAMETOOLONG: ['the name is too long', 'choose a shorter one'],
  ENFILE: ['too many files are open', 'end other programs, or raise the limit'],
  ENOENT: ['it, the folder it is in, or what it links to does not exist', 'create what is missing'],
  ENOSPC: ['the disk is full', 'free some space'],
  ENOTDIR: ['a part of its path is not a folder', 'correct the path'],
  ENOTEMPTY: ['the folder is not empty', 'move its content away'],
  EPERM: ['the operation is not permitted', 'check its permissions and attributes'],
  EROFS: ['the file system is read-only', 'choose a folder that can be written'],
  EXDEV: ['it would be moved to another disk', 'keep the folder on one disk'],
};

/** Verbs for messages, by Node's name of the system call. */
const actions: Readonly<Record<string, string>> = {
  copyfile: 'copy',
  lstat: 'look at',
  mkdir: 'create',
  open: 'open',
  opendir: 'read',
  read: 'read',
  readlink: 'read',
  realpath: 'find',
  rename: 'rename',
  rm: 'remove',
  rmdir: 'remove',
  scandir: 'read',
  stat: 'look at',
  unlink: 'remove',
};

/** Runs a command. An error is printed for a person, and the process ends with exit code 1. */
export async function runCommand(work: () => void | Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    console.error(messageOf(error));
    process.exitCode = 1;
  }
}

/** Adds the path to an error of the file system: Node gives none when the file is already open. */
export function about<T>(path: string, action: () => T): T {
  return naming((own) => own ?? path, action);
}

/** Gives an error of the file system the path that a person knows, in place of one that this program made up. */
export function withPath<T>(path: string, action: () => T): T {
  return naming(() => path, action);
}

function naming<T>(pathOf: (own: string | undefined) => string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (isFileSystemError(error)) error.path = pathOf(error.path);
    throw error;
  }
}

/** An error as a person reads it: one sentence for the file system's, and the trace only for a defect of this program. */
export function messageOf(error: unknown): string {
  if (!types.isNativeError(error)) return String(error);
  if (isFileSystemError(error)) return sentenceOf(error);
  return isDefect(error) ? (error.stack ?? error.message) : error.message;
}

function sentenceOf({ code = '', syscall = '', path = 'a file' }: NodeJS.ErrnoException): string {
  const [why, remedy] = reasons[code] ?? [`the system says ${code}`, 'look that code up'];
  return `cannot ${actions[syscall] ?? 'write'} ${path}: ${why} (${code}); ${remedy}, then run the command again`;
}

/** Whether the file system, or another part of the system, refused. */
export function isFileSystemError(error: unknown): error is NodeJS.ErrnoException {
  return types.isNativeError(error) && 'syscall' in error && 'code' in error;
}

/** Errors that Node raises by itself, except those about the command line. */
function isDefect(error: Error): boolean {
  const { code } = error as NodeJS.ErrnoException;
  if (code?.startsWith('ERR_PARSE_ARGS_') === true) return false;
  return ['TypeError', 'RangeError', 'ReferenceError', 'SyntaxError'].includes(error.name);
}
