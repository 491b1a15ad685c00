import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { dnsFiles, isDnsFile, type DnsFileName } from '../dns/files';
import type { Forwarding } from '../dns/forwarding';
import { kindOf, replaceFile } from './output/files';

/**
 * Writes the DNS servers' files into a folder where an administrator may keep others: a file is replaced only if it is
 * an earlier one of ours.
 *
 * @param folder absolute path; it is created if need be
 * @throws with the name of every file that is not ours; then nothing is written
 */
export function replaceDnsFiles(folder: string, forwarding: Forwarding): void {
  const files = Object.entries(dnsFiles(forwarding)) as [DnsFileName, string][];
  const foreign = files.map(([name]) => name).filter((name) => !isOursOrMissing(folder, name));
  if (foreign.length > 0) {
    throw new Error(
      `these files in ${folder} were not written by this command, and nothing has been changed: ${foreign.join(', ')}\n` +
        '  expected a folder without them: choose another one with --out, and copy from there',
    );
  }
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of files) replaceFile(path.join(folder, name), content);
}

function isOursOrMissing(folder: string, name: DnsFileName): boolean {
  const file = path.join(folder, name);
  const kind = kindOf(file);
  return kind === 'nothing' || (kind === 'file' && isDnsFile(name, readFileSync(file, 'utf8')));
}
