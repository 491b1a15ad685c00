import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Namespace } from './namespaces';
import { startServer, type Server } from './process';

/** Starts BIND with a folder of files, of which `named.conf` is its configuration. */
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
