import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Forwarding } from './forwarding';
import { renderReadMe } from './read-me';
import { fileMark, renderFile } from './rendering';
import { syntaxes } from './syntaxes';

/** Name of one of the files. */
export type DnsFileName = 'README.txt' | (typeof syntaxes)[number]['files'][number]['name'];

/** Configuration files for corporate DNS servers, by file name. */
export function dnsFiles(forwarding: Forwarding): Record<DnsFileName, string> {
  const files = syntaxes.flatMap((syntax) =>
    syntax.files.map((file) => [file.name, renderFile(file, forwarding)] as const),
  );
  return Object.fromEntries([['README.txt', renderReadMe(forwarding)], ...files]) as Record<
    DnsFileName,
    string
  >;
}

/** Writes the files into a folder that synthesis is making, and that nobody else uses yet. */
export function writeDnsFiles(folder: string, forwarding: Forwarding): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(dnsFiles(forwarding)))
    writeFileSync(path.join(folder, name), content);
}

/** Whether a text is one of an environment's files, of any version: nothing else may be replaced. */
export function isDnsFile(text: string, environmentName: string): boolean {
  return text.slice(0, text.indexOf('\n')).includes(`${fileMark}${environmentName}:`);
}
