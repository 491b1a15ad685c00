import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { startNamed } from './named';
import type { Namespace } from './namespaces';
import { newPart, type Server } from './process';
import { addresses } from './site';

/** What the public internet answers for names of AWS, whatever the name. */
export const publicAddresses = { aws: '198.18.0.7', studio: '198.18.0.8' } as const;

/** A small internet: a signed root, and AWS's zones without signatures, as `amazonaws.com` is in reality. */
export interface Internet extends Server {
  /** The root's key, as a statement for `trust-anchors`. */
  readonly trustAnchor: string;
  /** Names that were asked for since the last call, in lower case. */
  takeNames(): string[];
}

const start = [
  '$TTL 300',
  '@ IN SOA ns.internet. admin.internet. 1 3600 600 86400 60',
  '@ IN NS ns.internet.',
];

const root = [
  ...start,
  `ns.internet. IN A ${addresses.outside}`,
  'amazonaws.com. IN NS ns.internet.',
  'sagemaker.aws. IN NS ns.internet.',
];

/** Starts it on the outside host. */
export async function startInternet(host: Namespace, folder: string): Promise<Internet> {
  const trustAnchor = signRoot(folder, `${root.join('\n')}\n`);
  const server = await startNamed(host, folder, {
    aws: [...start, `* IN A ${publicAddresses.aws}`, ''].join('\n'),
    studio: [...start, `* IN A ${publicAddresses.studio}`, ''].join('\n'),
    'named.conf': [
      'options {',
      `  directory "${folder}"; pid-file none; session-keyfile none;`,
      `  listen-on { ${addresses.outside}; }; listen-on-v6 { none; };`,
      '  recursion no; allow-query { any; }; querylog yes; dnssec-validation no;',
      '};',
      'controls { };',
      'zone "." { type primary; file "root.signed"; };',
      'zone "amazonaws.com" { type primary; file "aws"; };',
      'zone "sagemaker.aws" { type primary; file "studio"; };',
      '',
    ].join('\n'),
  });
  const takeLog = newPart(() => server.log());
  return {
    ...server,
    trustAnchor,
    takeNames: () =>
      [...takeLog().matchAll(/query: (\S+) IN/g)].map((match) => (match[1] ?? '').toLowerCase()),
  };
}

/** Signs the root zone with new keys and returns its trust anchor. */
function signRoot(folder: string, zone: string): string {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'root'), zone);
  const run = (command: string, args: readonly string[]) =>
    execFileSync(command, args, { cwd: folder, stdio: 'pipe', encoding: 'utf8' });
  run('dnssec-keygen', ['-q', '-a', 'ECDSAP256SHA256', '-f', 'KSK', '.']);
  run('dnssec-keygen', ['-q', '-a', 'ECDSAP256SHA256', '.']);
  run('dnssec-signzone', ['-S', '-o', '.', '-f', 'root.signed', 'root']);
  const keys = readdirSync(folder).filter((file) => file.endsWith('.key'));
  for (const file of keys) {
    const [, data] = / DNSKEY 257 3 13 (.+)$/m.exec(readFileSync(path.join(folder, file), 'utf8')) ?? [];
    if (data !== undefined) return `. initial-key 257 3 13 "${data.replaceAll(' ', '')}";`;
  }
  throw new Error(`dnssec-keygen made no key-signing key in ${folder}`);
}
