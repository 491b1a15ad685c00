import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Environment } from '../config/load';
import { desktopFiles } from '../dns/desktops/files';
import { dnsFiles, isDnsFile } from '../dns/files';
import type { Forwarding } from '../dns/forwarding';
import { kindOf, replaceFiles } from './output/files';

/**
 * Writes the DNS servers' files into a folder where an administrator may keep others, and those for desktops into its
 * folder `desktops`: a file is replaced only if it is an earlier one of the same environment.
 *
 * @param folder absolute path; it is created if need be
 * @throws with the name of every file that is not ours; then nothing is written
 */
export function replaceDnsFiles(folder: string, environment: Environment, forwarding: Forwarding): void {
  const desktops = Object.entries(desktopFiles(environment, forwarding));
  const files = [
    ...Object.entries(dnsFiles(forwarding)),
    ...desktops.map(([name, content]) => [`desktops/${name}`, content] as const),
  ];
  const foreign = files
    .map(([name]) => name)
    .filter((name) => !isOursOrMissing(path.join(folder, name), environment.name));
  if (foreign.length > 0) {
    throw new Error(
      `these files in ${folder} were not written by this command for ${environment.name}, and nothing has been changed: ${foreign.join(', ')}\n` +
        '  expected a folder without them: choose another one with --out, and copy from there',
    );
  }
  mkdirSync(path.join(folder, 'desktops'), { recursive: true });
  replaceFiles(files.map(([name, content]) => [path.join(folder, name), content] as const));
}

function isOursOrMissing(file: string, environmentName: string): boolean {
  const kind = kindOf(file);
  return kind === 'nothing' || (kind === 'file' && isDnsFile(readFileSync(file, 'utf8'), environmentName));
}
