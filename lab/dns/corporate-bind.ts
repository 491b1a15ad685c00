import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Namespace } from '../hosts/namespaces';
import type { Server } from '../hosts/server';
import { controlChannel, controlChannelLines } from './control-channel';
import { startNamed } from './named';

/** The generated files that are installed. */
export interface Installation {
  readonly 'named.conf'?: string;
  readonly 'validate-except.conf'?: string;
}

/** The DNS servers of the corporate network. */
export interface CorporateNames extends Pick<Server, 'stop'> {
  /** Runs `rndc` and returns its output. */
  rndc(...args: string[]): string;
  /** Installs the files as their comments say, up to named-checkconf; does not reload the server. */
  install(files: Installation): void;
}

/** A corporate DNS server: BIND with an ordinary configuration. */
export interface CorporateBind extends Server, CorporateNames {
  /** Adds a record to the server's own zone and loads it. */
  addRecord(record: string): void;
}

interface CorporateBindOptions {
  readonly address: string;
  /** Networks whose hosts may ask it. */
  readonly people: readonly string[];
  /** Root key in place of the built-in one, because no test can sign with that. */
  readonly trustAnchor: string;
  /** Address of the primary server for `corp.example.com`. Default: this server is the primary. */
  readonly primary?: string;
  /** Further records of that zone. */
  readonly records?: readonly string[];
  readonly installed?: Installation;
  /** Further lines of its options block. */
  readonly ownOptions?: readonly string[];
  /** Further lines at the end of its configuration. */
  readonly ownLines?: readonly string[];
}

/** Starts BIND: recursion for the corporate network, DNSSEC validation, a zone of its own, rndc. */
export async function startCorporateBind(
  host: Namespace,
  folder: string,
  options: CorporateBindOptions,
): Promise<CorporateBind> {
  mkdirSync(folder, { recursive: true });
  const install = (files: Installation) => {
    for (const [name, content] of Object.entries<string>({ ...files })) {
      writeFileSync(path.join(folder, `studio-${name}`), content);
    }
    writeFileSync(path.join(folder, 'named.conf'), existingConfiguration(folder, options, files));
    host.run('named-checkconf', [path.join(folder, 'named.conf')]);
  };
  writeFileSync(path.join(folder, 'trust-anchors'), `trust-anchors { ${options.trustAnchor} };\n`);
  const records = [...(options.records ?? [])];
  const writeZone = () => {
    writeFileSync(path.join(folder, 'corp.example.com'), ownZone(options.address, records));
  };
  if (options.primary === undefined) writeZone();
  const rndc = controlChannel(host, folder);
  install(options.installed ?? {});
  const server = await startNamed(host, folder, {});
  return {
    ...server,
    install,
    rndc,
    addRecord(record) {
      records.push(record);
      writeZone();
      rndc('reload', 'corp.example.com');
    },
  };
}

/** The server's named.conf, with or without the include lines. */
function existingConfiguration(
  folder: string,
  { address, people, primary, ownOptions = [], ownLines = [] }: CorporateBindOptions,
  files: Installation,
): string {
  const include = (name: keyof Installation) =>
    files[name] === undefined ? [] : [`include "${path.join(folder, `studio-${name}`)}";`];
  return [
    `acl people { ${people.map((cidr) => `${cidr};`).join(' ')} localhost; };`,
    'options {',
    `    directory "${folder}";`,
    '    pid-file none;',
    '    session-keyfile none;',
    `    listen-on { ${address}; 127.0.0.1; };`,
    '    listen-on-v6 { none; };',
    '    recursion yes;',
    '    allow-query { people; };',
    '    allow-recursion { people; };',
    // BIND 9.20 allows no transfer by default
    '    allow-transfer { people; };',
    '    dnssec-validation auto;',
    `    bindkeys-file "${path.join(folder, 'trust-anchors')}";`,
    ...ownOptions,
    ...include('validate-except.conf').map((line) => `    ${line}`),
    '};',
    controlChannelLines,
    primary === undefined
      ? 'zone "corp.example.com" { type primary; file "corp.example.com"; };'
      : `zone "corp.example.com" { type secondary; file "corp.example.com"; primaries { ${primary}; }; };`,
    ...include('named.conf'),
    ...ownLines,
    '',
  ].join('\n');
}

function ownZone(address: string, records: readonly string[]): string {
  return [
    '$TTL 60',
    `@ IN SOA ns.corp.example.com. admin.corp.example.com. ${records.length + 1} 3600 600 86400 60`,
    '@ IN NS ns.corp.example.com.',
    `ns IN A ${address}`,
    'intranet IN A 192.168.10.80',
    ...records,
    '',
  ].join('\n');
}
