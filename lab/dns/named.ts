import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Namespace } from '../hosts/namespaces';
import { startServer, type Server } from '../hosts/server';

/** Starts BIND with a folder of files; `named.conf` is the configuration. */
export async function startNamed(
  host: Namespace,
  folder: string,
  files: Readonly<Record<string, string>>,
): Promise<Server> {
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) writeFileSync(path.join(folder, name), content);
  return startServer(host, {
    command: 'named',
    args: ['-g', '-n', '1', '-c', path.join(folder, 'named.conf')],
    logFile: path.join(folder, 'log'),
    ready: / running$/m,
  });
}

interface ZoneServerOptions {
  readonly listenOn: readonly string[];
  /** Zone files by zone name. */
  readonly zones: Readonly<Record<string, string>>;
  /** Further statements for the options block. Default: BIND answers from its zones only. */
  readonly options?: string;
}

/** Starts a BIND that answers every client from some zones. */
export function startZoneServer(
  host: Namespace,
  folder: string,
  { listenOn, zones, options = 'recursion no;' }: ZoneServerOptions,
): Promise<Server> {
  const names = Object.keys(zones);
  const fileOf = (name: string) => `zone-${name}`;
  return startNamed(host, folder, {
    ...Object.fromEntries(Object.entries(zones).map(([name, text]) => [fileOf(name), text])),
    'named.conf': [
      'options {',
      `  directory "${folder}"; pid-file none; session-keyfile none;`,
      `  listen-on { ${listenOn.map((address) => `${address};`).join(' ')} }; listen-on-v6 { none; };`,
      `  allow-query { any; }; dnssec-validation no; ${options}`,
      '};',
      'controls { };',
      ...names.map((name) => `zone "${name}" { type primary; file "${fileOf(name)}"; };`),
      '',
    ].join('\n'),
  });
}
