import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Namespace } from '../hosts/namespaces';
import { startServer, type Server } from '../hosts/server';
import type { Authority } from './authority';

const port = 8443;

/** Connections of a desk that something in the middle opens. */
interface Interception {
  /** The host that sends the connections. */
  readonly desk: Namespace;
  /** The host that opens them, and its address. */
  readonly middle: Namespace;
  readonly middleAddress: string;
  /** Where the connections are to. */
  readonly addresses: readonly string[];
  /** Whose certificate it shows. */
  readonly shows: Pick<Authority, 'key' | 'certificate'>;
  /** The authority that it trusts itself. */
  readonly trusts: Authority;
  /** `answers`: with a page of its own. `passes-on`: requests, and no WebSockets. */
  readonly way: 'answers' | 'passes-on';
  /** Folder for its files. */
  readonly folder: string;
}

/** Opens a desk's connections to some addresses, until it is stopped. */
export async function intercept(interception: Interception): Promise<Pick<Server, 'stop'>> {
  const { desk, middle, middleAddress, addresses, shows, trusts, way, folder } = interception;
  const pem = path.join(folder, 'interceptor.pem');
  writeFileSync(pem, Buffer.concat([shows.key, shows.certificate]));
  const server = await startServer(middle, {
    command: process.execPath,
    args: [path.join(__dirname, 'middle.mjs'), pem, trusts.file, String(port), way],
    logFile: path.join(folder, 'interceptor.log'),
    ready: /^intercepts$/m,
  });
  desk.run('nft', ['-f', '-'], redirection(addresses, middleAddress));
  return {
    async stop() {
      desk.run('nft', ['delete', 'table', 'ip', 'interception']);
      await server.stop();
    },
  };
}

function redirection(addresses: readonly string[], to: string): string {
  return [
    'table ip interception {',
    '  chain output {',
    '    type nat hook output priority -100;',
    `    ip daddr { ${addresses.join(', ')} } tcp dport 443 dnat to ${to}:${port}`,
    '  }',
    '}',
    '',
  ].join('\n');
}

/** The certificate as the text that programs read, with those that are trusted besides. */
export function bundle(folder: string, name: string, authorities: readonly Authority[]): string {
  const file = path.join(folder, `${name}.pem`);
  writeFileSync(file, authorities.map((authority) => readFileSync(authority.file, 'utf8')).join('\n'));
  return file;
}
