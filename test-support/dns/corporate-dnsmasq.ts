import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Namespace } from '../../lab/hosts/namespaces';
import { startServer, type Server } from '../../lab/hosts/server';
import { addresses } from './site';

/** Starts dnsmasq with an ordinary configuration and a drop-in file, after its own checker has accepted both. */
export async function startCorporateDnsmasq(
  host: Namespace,
  folder: string,
  options: { readonly dropIn: string; readonly ownLines?: readonly string[] },
): Promise<Server> {
  mkdirSync(folder, { recursive: true });
  const file = (name: string) => path.join(folder, name);
  writeFileSync(file('studio-access.conf'), options.dropIn);
  writeFileSync(
    file('dnsmasq.conf'),
    [
      'no-resolv',
      'no-hosts',
      'local-service',
      'bind-interfaces',
      'user=root',
      'pid-file=',
      // rebinding protection, as hardened configurations have it
      'stop-dns-rebind',
      `server=${addresses.outside}`,
      ...(options.ownLines ?? []),
      `conf-file=${file('studio-access.conf')}`,
      '',
    ].join('\n'),
  );
  host.run('dnsmasq', ['--test', `--conf-file=${file('dnsmasq.conf')}`]);
  return startServer(host, {
    command: 'dnsmasq',
    args: ['--keep-in-foreground', '--log-facility=-', `--conf-file=${file('dnsmasq.conf')}`],
    logFile: file('log'),
    ready: /started, version/,
  });
}
