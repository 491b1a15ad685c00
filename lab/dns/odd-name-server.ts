import path from 'node:path';
import type { Namespace } from '../hosts/namespaces';
import { startServer, type Server } from '../hosts/server';

/** What it does with questions about some names. */
export interface OddRule {
  /** The name, with all names below it. */
  readonly name: string;
  /** @default all types */
  readonly type?: 'A' | 'AAAA' | 'HTTPS';
  /** A status, no records, a record, nothing at all, or what a server on the internet says. */
  readonly says: 'SERVFAIL' | 'NXDOMAIN' | 'REFUSED' | 'empty' | 'nothing' | 'record' | 'internet';
  /** The address of the record, or of the server on the internet. @default none */
  readonly data?: string;
}

/** Starts a name server in a host that answers as another one does, apart from some rules. */
export function startOddNameServer(
  host: Namespace,
  folder: string,
  {
    address,
    upstream,
    rules,
  }: { readonly address: string; readonly upstream: string; readonly rules: readonly OddRule[] },
): Promise<Server> {
  return startServer(host, {
    command: process.execPath,
    args: [path.join(__dirname, 'odd-answers.mjs'), address, upstream, JSON.stringify(rules)],
    logFile: path.join(folder, 'odd-name-server.log'),
    ready: /^answers$/m,
  });
}
