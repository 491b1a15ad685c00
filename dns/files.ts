import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { renderNamedConf, renderNamedConfOptions } from './bind';
import { renderCorefile } from './coredns';
import { renderDnsmasq } from './dnsmasq';
import type { Forwarding } from './forwarding';
import { fileMark } from './heading';
import { commentMark, renderInfobloxRequest } from './infoblox';
import { renderReadMe } from './read-me';
import { renderUnbound } from './unbound';
import { renderWindowsScript } from './windows';

const renderers = {
  'README.txt': renderReadMe,
  'named.conf': renderNamedConf,
  'named.conf.options': renderNamedConfOptions,
  'unbound.conf': renderUnbound,
  'dnsmasq.conf': renderDnsmasq,
  Corefile: renderCorefile,
  'windows-dns.ps1': renderWindowsScript,
  'infoblox.json': renderInfobloxRequest,
} satisfies Record<string, (forwarding: Forwarding) => string>;

/** Name of one of the files. */
export type DnsFileName = keyof typeof renderers;

/** Configuration files for corporate DNS servers, by file name. */
export function dnsFiles(forwarding: Forwarding): Record<DnsFileName, string> {
  const files = Object.entries(renderers).map(([name, render]) => [name, render(forwarding)] as const);
  return Object.fromEntries(files) as Record<DnsFileName, string>;
}

/** Writes the files into a folder that synthesis is making, and that nobody else uses yet. */
export function writeDnsFiles(folder: string, forwarding: Forwarding): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(dnsFiles(forwarding)))
    writeFileSync(path.join(folder, name), content);
}

/** Whether a text is one of these files, of any environment and version: nothing else may be replaced. */
export function isDnsFile(name: DnsFileName, text: string): boolean {
  if (name === 'infoblox.json') return text.includes(`"comment": "${commentMark}`);
  return text.slice(0, text.indexOf('\n')).includes(fileMark);
}
