import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Namespace } from '../../lab/hosts/namespaces';
import { startServer, type Server } from '../../lab/hosts/server';
import { addresses } from './site';

/** Starts Unbound with an ordinary configuration and a drop-in file, after its own checker has accepted both. */
export async function startCorporateUnbound(
  host: Namespace,
  folder: string,
  options: {
    readonly trustAnchor: string;
    readonly dropIn: string;
    /** Further lines of its `server:` clause, or clauses after it. */
    readonly ownLines?: readonly string[];
  },
): Promise<Server> {
  mkdirSync(folder, { recursive: true });
  const file = (name: string) => path.join(folder, name);
  const [, flags = '', key = ''] = /initial-key ([\d ]+) "(.+)"/.exec(options.trustAnchor) ?? [];
  writeFileSync(file('root.key'), `. IN DNSKEY ${flags} ${key}\n`);
  writeFileSync(file('studio-access.conf'), options.dropIn);
  writeFileSync(
    file('unbound.conf'),
    [
      'server:',
      '    chroot: ""',
      '    username: ""',
      `    directory: "${folder}"`,
      '    use-syslog: no',
      '    logfile: ""',
      '    pidfile: ""',
      `    interface: ${addresses.server}`,
      '    access-control: 192.168.10.0/24 allow',
      '    do-ip6: no',
      `    trust-anchor-file: "${file('root.key')}"`,
      // rebinding protection, as hardened configurations have it
      '    private-address: 10.0.0.0/8',
      ...(options.ownLines ?? []),
      // Debian's Unbound 1.13 would look for keys that its package makes
      'remote-control:',
      '    control-enable: no',
      `include: "${file('studio-access.conf')}"`,
      '',
    ].join('\n'),
  );
  host.run('unbound-checkconf', [file('unbound.conf')]);
  return startServer(host, {
    command: 'unbound',
    args: ['-d', '-c', file('unbound.conf')],
    logFile: file('log'),
    ready: /start of service/,
  });
}
