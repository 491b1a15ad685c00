import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Namespace } from '../hosts/namespaces';
import { startServer, type Server } from '../hosts/server';

/** A running Squid. */
export interface Squid {
  /** Starts it anew if its configuration has changed. */
  update(squidConf: string): Promise<void>;
  stop(): Promise<void>;
}

/** Starts Squid with a deployed configuration; besides, it gets a folder of this run for what it writes. */
export async function startSquid(host: Namespace, folder: string, squidConf: string): Promise<Squid> {
  mkdirSync(folder);
  let used = squidConf;
  let server = await startWith(host, folder, used);
  return {
    async update(current) {
      if (current === used) return;
      await server.stop();
      used = current;
      server = await startWith(host, folder, used);
    },
    stop: () => server.stop(),
  };
}

function startWith(host: Namespace, folder: string, squidConf: string): Promise<Server> {
  const own = [
    `pid_filename ${path.join(folder, 'pid')}`,
    `coredump_dir ${folder}`,
    'cache_log stdio:/dev/stderr',
    'access_log none',
    'pinger_enable off',
    'shutdown_lifetime 0 seconds',
    '',
  ];
  const file = path.join(folder, 'squid.conf');
  writeFileSync(file, `${squidConf}\n${own.join('\n')}`);
  return startServer(host, {
    command: 'squid',
    args: ['-N', '-d', '1', '-f', file],
    logFile: path.join(folder, 'log'),
    ready: /Accepting HTTP Socket connections/,
  });
}
