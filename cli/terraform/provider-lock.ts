import { lstatSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { awsProviderAddress } from '../../config/aws-provider';
import { awsProviderVersions } from '../../constructs/environment-stack';

/** Terraform's name for a dependency lock file. */
export const providerLockName = '.terraform.lock.hcl';

/** Largest accepted lock file; hashes of all platforms take a few kB. */
const maximumBytes = 1_000_000;

/** A provider that a lock file pins. */
export interface LockedProvider {
  /** Host, namespace and type, as `awsProviderAddress` has them. */
  readonly address: string;
  readonly version: string;
  /** The constraint that the version was chosen by; undefined if none is recorded. */
  readonly constraints: string | undefined;
  /** Each with its kind: `h1:` of the unpacked provider, which mirrors have too, `zh:` of the registry's archive. */
  readonly hashes: readonly string[];
}

/**
 * The text of the team's lock file, `environments/.terraform.lock.hcl`, which pins the provider by hash; undefined if
 * there is none.
 *
 * @param environmentsFolder folder of the environment files
 * @throws with every problem, if Terraform or cdktf would choose a provider past it
 */
export function providerLock(environmentsFolder: string): string | undefined {
  const file = path.join(environmentsFolder, providerLockName);
  const status = lstatSync(file, { throwIfNoEntry: false });
  if (status === undefined) return undefined;
  const name = `${path.basename(environmentsFolder)}/${providerLockName}`;
  if (!status.isFile() || status.size > maximumBytes) {
    const got = status.isFile() ? `${status.size} bytes` : 'something else';
    throw new Error(`${name}: got ${got}, expected a file of at most ${maximumBytes} bytes`);
  }
  const text = readFileSync(file, 'utf8');
  requireProviderLock(text, name);
  return text;
}

/**
 * Checks a lock file.
 *
 * @param name of the file, in messages
 * @throws with every problem
 */
export function requireProviderLock(text: string, name: string): void {
  const { providers, unknownLines } = parseProviderLock(text);
  const problems = [
    ...unknownLines.map((line) => `line ${line}: expected only what terraform writes into this file`),
    ...(unknownLines.length > 0 ? [] : problemsOf(providers)),
  ];
  if (problems.length === 0) return;
  const remedy = 'remove the file and run npm run lock-provider -- --platform linux_amd64 [--platform …]';
  throw new Error([`${name} cannot be used:`, ...problems.map((line) => `  ${line}`), remedy].join('\n'));
}

/** Writes the team's lock file into a stack's folder, for Terraform; without one, leaves what Terraform wrote there. */
export function writeProviderLock(stackFolder: string, text: string | undefined): void {
  if (text !== undefined) writeFileSync(path.join(stackFolder, providerLockName), text, { mode: 0o644 });
}

function problemsOf(providers: readonly LockedProvider[]): string[] {
  const others = providers
    .filter(({ address }) => address !== awsProviderAddress)
    .map(({ address }) => address);
  const own = providers.filter(({ address }) => address === awsProviderAddress);
  const [aws] = own;
  const strangers = others.map(
    (address) => `provider ${address}: expected ${awsProviderAddress} and no other`,
  );
  if (aws === undefined) return [`got no provider ${awsProviderAddress}`, ...strangers];
  const constraints = `constraints: got ${JSON.stringify(aws.constraints)}, expected ${JSON.stringify(awsProviderVersions)}, which this version of the project asks for: Terraform would choose the provider anew`;
  const hashes = `hashes: got none that begins with h1:, expected one for each platform: without them, a provider from a mirror cannot be checked`;
  return [
    ...(own.length > 1 ? [`provider ${awsProviderAddress}: got it twice`] : []),
    ...(aws.constraints === awsProviderVersions ? [] : [constraints]),
    ...(aws.hashes.some((hash) => /^h1:[A-Za-z0-9+/]{43}=$/.test(hash)) ? [] : [hashes]),
    ...strangers,
  ];
}

const blank = /^\s*(?:(?:#|\/\/).*)?$/;
const quoted = '"([^"\\\\]*)"';
const providerLine = new RegExp(`^provider ${quoted} \\{$`);
const attributeLine = new RegExp(`^ {2}(version|constraints) += ${quoted}$`);
const hashLine = new RegExp(`^ {4}${quoted},$`);

/**
 * Reads a lock file. Terraform always writes it in the same form, so this reads that form only, and reports all other
 * lines.
 * https://developer.hashicorp.com/terraform/language/files/dependency-lock
 */
export function parseProviderLock(text: string): {
  readonly providers: readonly LockedProvider[];
  readonly unknownLines: readonly number[];
} {
  const providers: Writable[] = [];
  const unknownLines: number[] = [];
  const lines = text.split(/\r?\n/);
  let place: Place = 'file';
  for (const [index, line] of lines.entries()) {
    const next: Place | undefined = blank.test(line) ? place : readLine(line, place, providers);
    if (next === undefined) unknownLines.push(index + 1);
    place = next ?? place;
  }
  // a file that ends within a block has been cut
  if (place !== 'file') unknownLines.push(lines.length);
  return { providers, unknownLines };
}

/** The block that a line belongs to. */
type Place = 'file' | 'provider' | 'hashes';

interface Writable {
  address: string;
  version: string;
  constraints: string | undefined;
  hashes: string[];
}

/** Reads one line into the last of the providers, and returns what the next line is in; undefined for a line unknown there. */
function readLine(line: string, place: Place, providers: Writable[]): Place | undefined {
  const provider = providers.at(-1);
  if (place === 'file' || provider === undefined) {
    const [, address] = providerLine.exec(line) ?? [];
    if (address === undefined) return undefined;
    providers.push({ address, version: '', constraints: undefined, hashes: [] });
    return 'provider';
  }
  if (place === 'hashes') {
    const [, hash] = hashLine.exec(line) ?? [];
    if (hash !== undefined) provider.hashes.push(hash);
    if (line === '  ]') return 'provider';
    return hash === undefined ? undefined : 'hashes';
  }
  if (line === '}') return 'file';
  if (line === '  hashes = [') return 'hashes';
  const [, attribute, value = ''] = attributeLine.exec(line) ?? [];
  if (attribute === 'version') provider.version = value;
  if (attribute === 'constraints') provider.constraints = value;
  return attribute === undefined ? undefined : 'provider';
}
