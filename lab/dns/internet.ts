import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Namespace } from '../hosts/namespaces';
import { newPart, type Server } from '../hosts/server';
import { internet, loginNames } from '../network/addresses';
import { startZoneServer } from './named';
import { zoneFile } from './zone-file';

const lifetimes = { seconds: 300 };

/** A domain whose owner reads the names that are asked for. */
export const attackerDomain = 'attacker.example';

/**
 * The internet's DNS: a signed root, unsigned zones of AWS, as `amazonaws.com` is in reality, and the company's public
 * domain `example.com`, signed, which has no names but `www` and `login`: it denies those that exist inside the company.
 */
export interface Internet extends Server {
  /** The root's key, as an entry for `trust-anchors`. */
  readonly trustAnchor: string;
  /** Names of all queries since the last call, in lower case. */
  takeNames(): string[];
}

interface InternetOptions {
  /** Exceptions in `amazonaws.com`, with full names that end in a dot. */
  readonly records?: readonly string[];
  /**
   * Where the zone begins in which the public APIs of the region lie, and so where the SOA of empty answers about them
   * lies. AWS does not document it.
   * @default 'execute-api.us-east-1.amazonaws.com'
   */
  readonly apisZone?: string;
}

/** Starts the name server: it answers all names of AWS with AWS's public addresses. */
export async function startInternet(
  host: Namespace,
  folder: string,
  { records = [], apisZone = 'execute-api.us-east-1.amazonaws.com' }: InternetOptions = {},
): Promise<Internet> {
  const company = signZone(
    folder,
    'example.com',
    zoneFile(
      ['www IN A 198.51.100.80', `${loginNames.internet}. IN A ${internet.identityProvider}`],
      lifetimes,
    ),
  );
  const root = signZone(
    folder,
    '.',
    zoneFile(
      [
        `ns.internet. IN A ${internet.server}`,
        'amazonaws.com. IN NS ns.internet.',
        'amazoncognito.com. IN NS ns.internet.',
        'sagemaker.aws. IN NS ns.internet.',
        'example.com. IN NS ns.internet.',
        `${attackerDomain}. IN NS ns.internet.`,
        ...company.delegationSigners,
      ],
      lifetimes,
    ),
  );
  const isOfApi = (record: string) => record.split(' ')[0]?.endsWith(`.${apisZone}.`);
  const server = await startZoneServer(host, folder, {
    listenOn: [internet.server],
    zones: {
      '.': root.text,
      'example.com': company.text,
      [apisZone]: awsZone(apisZone, records.filter(isOfApi)),
      'amazonaws.com': awsZone(
        'amazonaws.com',
        apisZone === 'amazonaws.com' ? records : records.filter((record) => !isOfApi(record)),
      ),
      [attackerDomain]: zoneFile([`* IN A ${internet.stranger}`, '* IN TXT "order"'], lifetimes),
      'amazoncognito.com': awsZone('amazoncognito.com', []),
      'sagemaker.aws': zoneFile([`* IN A ${internet.studio}`], lifetimes),
    },
    options: 'recursion no; querylog yes;',
  });
  const takeLog = newPart(() => server.log());
  return {
    ...server,
    trustAnchor: `. initial-key ${root.key};`,
    takeNames: () =>
      [...takeLog().matchAll(/query: (\S+) IN/g)].map((match) => (match[1] ?? '').toLowerCase()),
  };
}

/** A zone in which every name has AWS's public address, apart from some records. */
function awsZone(zone: string, records: readonly string[]): string {
  return zoneFile([...wildcards(zone, records), ...records], lifetimes);
}

/** A wildcard does not match below an existing name, so each level needs one (RFC 4592, section 2.2.1). */
function wildcards(zone: string, records: readonly string[]): string[] {
  const above = new Set<string>();
  for (const record of records) {
    const labels = (record.split(' ')[0] ?? '').replace(`.${zone}.`, '').split('.');
    for (let count = 1; count < labels.length; count += 1) above.add(`*.${labels.slice(count).join('.')}`);
  }
  return ['*', ...above].map((name) => `${name} IN A ${internet.aws}`);
}

interface SignedZone {
  readonly text: string;
  /** The key-signing key: flags, protocol, algorithm and the quoted key. */
  readonly key: string;
  /** Records for the parent zone. */
  readonly delegationSigners: readonly string[];
}

/** Signs a zone with new keys. */
function signZone(folder: string, zone: string, text: string): SignedZone {
  const own = path.join(folder, `signed-${zone}`);
  mkdirSync(own, { recursive: true });
  writeFileSync(path.join(own, 'zone'), text);
  const run = (command: string, args: readonly string[]) =>
    execFileSync(command, args, { cwd: own, stdio: 'pipe', encoding: 'utf8' });
  run('dnssec-keygen', ['-q', '-a', 'ECDSAP256SHA256', '-f', 'KSK', zone]);
  run('dnssec-keygen', ['-q', '-a', 'ECDSAP256SHA256', zone]);
  run('dnssec-signzone', ['-S', '-o', zone, '-f', 'zone.signed', 'zone']);
  const read = (file: string) => readFileSync(path.join(own, file), 'utf8');
  const keys = readdirSync(own).filter((name) => name.endsWith('.key'));
  for (const file of keys) {
    const [, data] = / DNSKEY 257 3 13 (.+)$/m.exec(read(file)) ?? [];
    if (data === undefined) continue;
    const signers = read(zone === '.' ? 'dsset-.' : `dsset-${zone}.`)
      .trim()
      .split('\n');
    return {
      text: read('zone.signed'),
      key: `257 3 13 "${data.replaceAll(' ', '')}"`,
      delegationSigners: signers.map((line) => line.replaceAll(/\t+/g, ' ')),
    };
  }
  throw new Error(`dnssec-keygen made no key-signing key in ${own}`);
}
