import { existsSync, lstatSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { awsProviderAddress } from '../../config/aws-provider';
import type { HostEnvironment } from '../shared/host-environment';
import { whyNotOwn, whyTreeUntrusted } from './trusted-path';

/** The variable that names a folder with a mirror, where Terraform itself is not configured to use one. */
export const mirrorVariable = 'STUDIO_PROVIDER_MIRROR';

interface Machine {
  /** Who runs Terraform; undefined on Windows, which has no such numbers. */
  readonly userId: number | undefined;
  /** Where the search begins. */
  readonly root: string;
  /** Gets one line when a mirror was searched for and found. */
  readonly tell: (line: string) => void;
}

const thisMachine: Machine = {
  userId: process.getuid?.(),
  root: '/',
  tell: (line) => process.stderr.write(`${line}\n`),
};

/**
 * Variables for Terraform to find the AWS provider. In this order:
 *
 * 1. Terraform's own configuration, or a mirror where Terraform looks by itself: nothing to add.
 * 2. The mirror that `STUDIO_PROVIDER_MIRROR` names.
 * 3. A mirror somewhere on the disk, that nobody but root and this user can have changed.
 * 4. None: the provider comes from the registry.
 *
 * For 2 and 3 a configuration that names the mirror is written to `folder`. Terraform runs the provider as this user,
 * so a mirror that others may write to is refused.
 *
 * @throws Error if the variable names a folder that holds no mirror, or one that others may write to
 */
export function providerVariables(
  folder: string,
  environment: HostEnvironment,
  machine: Machine = thisMachine,
): Record<string, string> {
  const file = path.join(folder, 'terraform.rc');
  const useAs = (text: string) => {
    // a command that has just started may be reading it
    if (!existsSync(file) || readFileSync(file, 'utf8') !== text) writeFileSync(file, text);
    return { TF_CLI_CONFIG_FILE: file };
  };
  if (isConfigured(environment)) return {};
  if (impliedMirrors(environment).some((mirror) => existsSync(path.join(mirror, awsProviderAddress)))) {
    // a variable that names a missing file is no configuration, and Terraform complains about it
    return unlessEmpty(environment.TF_CLI_CONFIG_FILE) === undefined ? {} : useAs('');
  }
  const mirror = namedMirror(unlessEmpty(environment[mirrorVariable]), machine) ?? foundMirror(machine);
  return mirror === undefined ? {} : useAs(configurationOf(mirror));
}

/** https://developer.hashicorp.com/terraform/cli/config/config-file#explicit-installation-method-configuration */
function configurationOf(mirror: string): string {
  return [
    'provider_installation {',
    '  filesystem_mirror {',
    `    path    = ${JSON.stringify(mirror)}`,
    `    include = ["${awsProviderAddress}"]`,
    '  }',
    `  direct { exclude = ["${awsProviderAddress}"] }`,
    '}',
    '',
  ].join('\n');
}

/** An empty variable counts as not set. */
function unlessEmpty(value: string | undefined): string | undefined {
  return value === '' ? undefined : value;
}

function homeOf(environment: HostEnvironment): string {
  return unlessEmpty(environment.HOME) ?? homedir();
}

/** https://developer.hashicorp.com/terraform/cli/config/config-file#locations */
function isConfigured(environment: HostEnvironment): boolean {
  const named = unlessEmpty(environment.TF_CLI_CONFIG_FILE);
  if (named !== undefined) return existsSync(named);
  const home = homeOf(environment);
  const [file, folder] =
    process.platform === 'win32'
      ? [
          path.join(environment.APPDATA ?? home, 'terraform.rc'),
          path.join(environment.APPDATA ?? home, 'terraform.d'),
        ]
      : [path.join(home, '.terraformrc'), path.join(home, '.terraform.d')];
  // files in this folder are read as well; `terraform login` keeps one there that is about credentials only
  const others = namesIn(folder).filter((name) => /\.tfrc(?:\.json)?$/.test(name));
  return (
    existsSync(file) ||
    others.some((name) => readFileSync(path.join(folder, name), 'utf8').includes('provider_installation'))
  );
}

/**
 * Folders in which Terraform looks for a mirror by itself. The one in its working folder is not among them: commands
 * run in folders that have none.
 * https://developer.hashicorp.com/terraform/cli/config/config-file#implied-local-mirror-directories
 */
function impliedMirrors(environment: HostEnvironment): string[] {
  const home = homeOf(environment);
  if (process.platform === 'win32') {
    const data = environment.APPDATA ?? home;
    return [path.join(data, 'terraform.d', 'plugins'), path.join(data, 'HashiCorp', 'Terraform', 'plugins')];
  }
  const own = path.join(home, '.terraform.d', 'plugins');
  if (process.platform === 'darwin') {
    const support = path.join('Library', 'Application Support', 'io.terraform', 'plugins');
    return [own, path.join(home, support), path.join('/', support)];
  }
  // https://specifications.freedesktop.org/basedir-spec/latest/#variables
  const data = [
    unlessEmpty(environment.XDG_DATA_HOME) ?? path.join(home, '.local', 'share'),
    ...(unlessEmpty(environment.XDG_DATA_DIRS) ?? '/usr/local/share:/usr/share').split(':'),
  ];
  return [own, ...data.map((share) => path.join(share, 'terraform', 'plugins'))];
}

function namedMirror(folder: string | undefined, { userId }: Machine): string | undefined {
  if (folder === undefined) return undefined;
  const mirror = path.resolve(folder);
  if (!existsSync(path.join(mirror, awsProviderAddress))) {
    throw new Error(
      `${mirrorVariable}: got ${folder}, expected a folder that holds ${awsProviderAddress}, as terraform providers mirror makes it`,
    );
  }
  const reason = whyMirrorUntrusted(mirror, userId);
  if (reason === undefined) return mirror;
  throw new Error(
    `${mirrorVariable}: got ${folder}, expected a folder that nobody but root and you can change, as its provider is run: ${reason}`,
  );
}

function whyMirrorUntrusted(mirror: string, userId: number | undefined): string | undefined {
  if (userId === undefined) return undefined;
  try {
    return whyTreeUntrusted(path.join(mirror, awsProviderAddress), userId);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const foundByRoot = new Map<string, string | undefined>();

/** Searches the disk once, and tells which mirror it chose, because the user did not name it. */
function foundMirror({ userId, root, tell }: Machine): string | undefined {
  // who may write to a folder cannot be seen on Windows
  if (userId === undefined) return undefined;
  if (!foundByRoot.has(root)) {
    const mirror = searchMirror(root, userId, maximumDepth);
    foundByRoot.set(root, mirror);
    if (mirror !== undefined) tell(`Terraform's AWS provider comes from the mirror found in ${mirror}`);
  }
  return foundByRoot.get(root);
}

/** Folders deep enough for `<somewhere>/<mirror>/<host>` and shallow enough to look through in a moment. */
const maximumDepth = 4;

const skipped = new Set([
  'proc',
  'sys',
  'dev',
  'run',
  'boot',
  'lost+found',
  'node_modules',
  'lib',
  'lib64',
  'include',
]);

function searchMirror(folder: string, userId: number, depth: number): string | undefined {
  if (!isOwn(folder, userId)) return undefined;
  if (existsSync(path.join(folder, awsProviderAddress)) && whyMirrorUntrusted(folder, userId) === undefined)
    return folder;
  if (depth <= 1) return undefined;
  for (const name of subfolders(folder)) {
    const found = skipped.has(name) ? undefined : searchMirror(path.join(folder, name), userId, depth - 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Nothing below a folder of somebody else can be trusted. */
function isOwn(folder: string, userId: number): boolean {
  try {
    return whyNotOwn(folder, lstatSync(folder), userId) === undefined;
  } catch {
    // it has just gone
    return false;
  }
}

function subfolders(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .sort();
  } catch {
    // a folder that may not be read, or has just gone, holds no mirror for us
    return [];
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    // most people have no such folder
    return [];
  }
}
