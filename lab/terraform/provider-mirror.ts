import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

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

/**
 * Finds a local mirror of Terraform providers that holds the AWS provider: a folder `<mirror>/<host>/hashicorp/aws`.
 * https://developer.hashicorp.com/terraform/cli/config/config-file#filesystem_mirror
 */
function findProviderMirror(start = '/', depth = maximumDepth): string | undefined {
  const folders = subfolders(start);
  if (folders.some((name) => name.includes('.') && existsSync(path.join(start, name, 'hashicorp', 'aws')))) {
    return start;
  }
  if (depth <= 1) return undefined;
  for (const name of folders) {
    const found = skipped.has(name) ? undefined : findProviderMirror(path.join(start, name), depth - 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

function subfolders(folder: string): string[] {
  try {
    // what everybody may write could hold anybody's provider
    if ((statSync(folder).mode & 0o002) !== 0) return [];
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
  } catch {
    // a folder that may not be read holds no mirror for us
    return [];
  }
}

/**
 * Variables for Terraform to find its providers: none where Terraform is configured already or providers come from
 * the registry; else a configuration, written to `folder`, that names the local mirror.
 */
export function providerVariables(
  folder: string,
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const configured = [environment.TF_CLI_CONFIG_FILE, path.join(homedir(), '.terraformrc')];
  if (configured.some((file) => file !== undefined && existsSync(file))) return {};
  const mirror = findProviderMirror();
  if (mirror === undefined) return {};
  const file = path.join(folder, 'terraform.rc');
  writeFileSync(
    file,
    [
      'provider_installation {',
      `  filesystem_mirror { path = ${JSON.stringify(mirror)} }`,
      '  direct { exclude = ["hashicorp/aws"] }',
      '}',
      '',
    ].join('\n'),
  );
  return { TF_CLI_CONFIG_FILE: file };
}
