import { isUtf8 } from 'node:buffer';
import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
  statSync,
  type Stats,
} from 'node:fs';
import path from 'node:path';
import { ConfigError } from './problem';

/** Largest environment file, in bytes: 5,000 users with names of full length take a third of it. */
export const maximumFileBytes = 1_000_000;

/**
 * Names in a folder, without their ending, in alphabetical order.
 *
 * @throws the file system's error if the folder cannot be read
 */
export function namesIn(folder: string, ending: string): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(ending))
    .map((file) => path.basename(file, ending))
    .sort();
}

/**
 * The text of an environment file. Only an ordinary file is opened: opening a pipe waits, and opening a device may have
 * effects. A symbolic link must stay in the folder, because nobody has reviewed files outside.
 *
 * @param subject name of the file in messages
 * @param maximumBytes a larger file is refused
 * @throws ConfigError if it is no ordinary file of the folder, too large, or not UTF-8
 * @throws the file system's error if it cannot be read
 */
export function readEnvironmentFile(
  folder: string,
  fileName: string,
  subject: string,
  maximumBytes = maximumFileBytes,
): string {
  const link = path.join(folder, fileName);
  const file = realpathSync(link);
  if (!isBelow(file, realpathSync(folder))) {
    throw refusal(subject, `a link to ${file}`, `a file in ${folder}, or a link to one`);
  }
  // checked before it is opened, as opening a pipe waits, and again on the open file, which nobody can exchange
  refuseSpecial(statSync(file), subject);
  const descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    refuseSpecial(fstatSync(descriptor), subject);
    return decode(readUpTo(descriptor, maximumBytes + 1), subject, maximumBytes);
  } finally {
    closeSync(descriptor);
  }
}

function isBelow(file: string, folder: string): boolean {
  const relative = path.relative(folder, file);
  return relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}

function refuseSpecial(stats: Stats, subject: string): void {
  if (stats.isFile()) return;
  const kinds: [boolean, string][] = [
    [stats.isDirectory(), 'a folder'],
    [stats.isFIFO(), 'a named pipe'],
    [stats.isSocket(), 'a socket'],
  ];
  throw refusal(subject, kinds.find(([applies]) => applies)?.[1] ?? 'a device', 'an ordinary file');
}

/** Reads to the end of the file, but no more than a number of bytes: a file can grow meanwhile. */
function readUpTo(descriptor: number, maximumBytes: number): Buffer {
  const buffer = Buffer.alloc(maximumBytes);
  let length = 0;
  while (length < maximumBytes) {
    const read = readSync(descriptor, buffer, length, maximumBytes - length, null);
    if (read === 0) break;
    length += read;
  }
  return buffer.subarray(0, length);
}

function decode(bytes: Buffer, subject: string, maximumBytes: number): string {
  if (bytes.length > maximumBytes) {
    throw refusal(subject, 'a larger file', `at most ${maximumBytes} bytes`);
  }
  const text = bytes.toString('utf8');
  if (isUtf8(bytes)) return text;
  const encoded = Buffer.from(text);
  const offset = bytes.findIndex((byte, index) => byte !== encoded[index]);
  const line = bytes.subarray(0, offset).filter((byte) => byte === 0x0a).length + 1;
  throw refusal(
    subject,
    `the byte 0x${(bytes[offset] ?? 0).toString(16)} in line ${line}`,
    "UTF-8: save the file with that encoding (PowerShell's > writes UTF-16)",
  );
}

function refusal(subject: string, got: string, expected: string): ConfigError {
  return new ConfigError(subject, [{ path: '', got, expected }]);
}
