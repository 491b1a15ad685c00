import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Namespace } from '../hosts/namespaces';
import { newPart, type Server } from '../hosts/server';
import { internet } from '../network/addresses';
import { startZoneServer } from './named';
import { zoneFile } from './zone-file';

const timeToLiveSeconds = 300;

/** The internet's DNS: a signed root and unsigned zones of AWS, as `amazonaws.com` is in reality. */
export interface Internet extends Server {
  /** The root's key, as an entry for `trust-anchors`. */
  readonly trustAnchor: string;
  /** Names of all queries since the last call, in lower case. */
  takeNames(): string[];
}

/**
 * Starts the name server: it answers all names of AWS with AWS's public addresses.
 * @param records exceptions in `amazonaws.com`, with full names that end in a dot
 */
export async function startInternet(
  host: Namespace,
  folder: string,
  records: readonly string[] = [],
): Promise<Internet> {
  const root = [
    `ns.internet. IN A ${internet.server}`,
    'amazonaws.com. IN NS ns.internet.',
    'sagemaker.aws. IN NS ns.internet.',
  ];
  const { signedRoot, trustAnchor } = signRoot(folder, zoneFile(root, timeToLiveSeconds));
  const server = await startZoneServer(host, folder, {
    listenOn: [internet.server],
    zones: {
      '.': signedRoot,
      'amazonaws.com': zoneFile([...wildcards(records), ...records], timeToLiveSeconds),
      'sagemaker.aws': zoneFile([`* IN A ${internet.studio}`], timeToLiveSeconds),
    },
    options: 'recursion no; querylog yes;',
  });
  const takeLog = newPart(() => server.log());
  return {
    ...server,
    trustAnchor,
    takeNames: () =>
      [...takeLog().matchAll(/query: (\S+) IN/g)].map((match) => (match[1] ?? '').toLowerCase()),
  };
}

/** A wildcard does not match below an existing name, so each level needs one (RFC 4592, section 2.2.1). */
function wildcards(records: readonly string[]): string[] {
  const above = new Set<string>();
  for (const record of records) {
    const labels = (record.split(' ')[0] ?? '').replace('.amazonaws.com.', '').split('.');
    for (let count = 1; count < labels.length; count += 1) above.add(`*.${labels.slice(count).join('.')}`);
  }
  return ['*', ...above].map((name) => `${name} IN A ${internet.aws}`);
}

/** Signs the root zone with new keys. */
function signRoot(folder: string, zone: string): { signedRoot: string; trustAnchor: string } {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'root'), zone);
  const run = (command: string, args: readonly string[]) =>
    execFileSync(command, args, { cwd: folder, stdio: 'pipe', encoding: 'utf8' });
  run('dnssec-keygen', ['-q', '-a', 'ECDSAP256SHA256', '-f', 'KSK', '.']);
  run('dnssec-keygen', ['-q', '-a', 'ECDSAP256SHA256', '.']);
  run('dnssec-signzone', ['-S', '-o', '.', '-f', 'root.signed', 'root']);
  const read = (file: string) => readFileSync(path.join(folder, file), 'utf8');
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.key'))) {
    const [, data] = / DNSKEY 257 3 13 (.+)$/m.exec(read(file)) ?? [];
    if (data !== undefined) {
      const trustAnchor = `. initial-key 257 3 13 "${data.replaceAll(' ', '')}";`;
      return { signedRoot: read('root.signed'), trustAnchor };
    }
  }
  throw new Error(`dnssec-keygen made no key-signing key in ${folder}`);
}
