import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { projectFolder } from '../config/project-folder';
import { awsProviderVersions } from '../constructs/environment-stack';
import { runCommand } from './failure';
import { kindOf, replaceFile } from './output/files';
import { parseProviderLock, providerLockName, requireProviderLock } from './terraform/provider-lock';
import { terraformOutput } from './terraform/terraform';

const lockFile = path.join(projectFolder, 'environments', providerLockName);

const usage =
  'expected npm run lock-provider -- --platform linux_amd64 [--platform darwin_arm64 …] [--mirror FOLDER|https://…/]';

interface Choice {
  /** In Terraform's form: `linux_amd64`. */
  readonly platforms: readonly string[];
  /** Where providers come from instead of their registry: a folder, or the URL of a network mirror. */
  readonly mirror: string | undefined;
}

function readArguments(): Choice {
  try {
    const { platform: platforms = [], mirror } = parseArgs({
      options: { platform: { type: 'string', multiple: true }, mirror: { type: 'string' } },
    }).values;
    const wrong = platforms.filter((platform) => !/^[a-z0-9]+_[a-z0-9]+$/.test(platform));
    if (wrong.length > 0) throw new Error(`--platform: got ${JSON.stringify(wrong)}`);
    if (platforms.length === 0) throw new Error('--platform: got nothing');
    if (mirror === '' || mirror?.startsWith('http://'))
      throw new Error(`--mirror: got ${JSON.stringify(mirror)}`);
    return { platforms, mirror };
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n  ${usage}`, {
      cause: error,
    });
  }
}

/**
 * Writes `environments/.terraform.lock.hcl`, which pins the AWS provider by hash for the named platforms. A version
 * that is pinned already stays, and its hashes for other platforms too.
 * https://developer.hashicorp.com/terraform/cli/commands/providers/lock
 */
async function main(): Promise<void> {
  const { platforms, mirror } = readArguments();
  const kind = kindOf(lockFile);
  if (kind !== 'file' && kind !== 'nothing') {
    throw new Error(
      `environments/${providerLockName}: got a ${kind}, expected a file or nothing; move it away, and copy the file that it leads to here if it is the team's. Nothing has been changed.`,
    );
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'studio-provider-'));
  try {
    const requirement = { aws: { source: 'hashicorp/aws', version: awsProviderVersions } };
    writeFileSync(
      path.join(folder, 'main.tf.json'),
      JSON.stringify({ terraform: { required_providers: requirement } }),
    );
    const locked = path.join(folder, providerLockName);
    if (existsSync(lockFile)) copyFileSync(lockFile, locked);
    await lock(folder, platforms, mirror);
    const text = readFileSync(locked, 'utf8');
    requireProviderLock(text, 'the file that terraform wrote');
    replaceFile(lockFile, text);
    report(text);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function lock(folder: string, platforms: readonly string[], mirror: string | undefined): Promise<void> {
  const args = ['providers', 'lock', '-no-color', ...platforms.map((platform) => `-platform=${platform}`)];
  if (mirror !== undefined) args.push(mirrorOption(mirror));
  try {
    await terraformOutput(args, { folder, variables: process.env });
  } catch (error) {
    if (mirror !== undefined || !(error instanceof Error) || !error.message.includes('Could not retrieve'))
      throw error;
    throw new Error(
      `${error.message}\nTerraform asks the provider's registry for hashes, whatever mirrors it is configured for. ` +
        'Behind a mirror, name it: --mirror FOLDER, or --mirror https://…/',
      { cause: error },
    );
  }
}

function mirrorOption(mirror: string): string {
  return mirror.startsWith('https://') ? `-net-mirror=${mirror}` : `-fs-mirror=${path.resolve(mirror)}`;
}

function report(text: string): void {
  for (const { address, version, hashes } of parseProviderLock(text).providers) {
    console.log(`wrote environments/${providerLockName}: ${address} ${version}`);
    for (const hash of hashes) console.log(`  ${hash}`);
  }
  console.log('commit this file with the environment files; npm run synth copies it to every stack');
}

void runCommand(main);
