import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { shellWord } from '../../config/shell';
import { readOutputs } from '../deployment/deploy';
import type { Namespace } from '../hosts/namespaces';
import { isObject, text } from '../shared/json';
import { type Ended, runToEnd } from '../shared/run-to-end';
import type { Lab } from '../system/lab';
import type { CommandLine } from './command-line';

/**
 * Lets the site's Linux client and the host outside run commands of Systems Manager, as root. On the client, somebody has
 * `studio-access`; `runuser` is a model that makes no other user but gives commands that person's folder and variables.
 */
export async function runCommandsOnSite(lab: Lab, desk: CommandLine): Promise<void> {
  const { standIn, deployment } = lab.deployed;
  const { hosts } = await readOutputs(deployment, 'corporate-network');
  const ids = isObject(hosts) ? hosts : {};
  const programs = path.join(desk.home, 'site-bin');
  mkdirSync(programs, { recursive: true });
  const CURL_CA_BUNDLE = lab.authority.file;
  const searchPath = `${programs}:/usr/bin:/bin`;
  const person = { ...desk.variables, CURL_CA_BUNDLE, PATH: searchPath };
  const variables = Object.entries(person).map(([name, value]) => shellWord(`${name}=${value}`));
  write(programs, 'studio-access', `exec ${shellWord(process.execPath)} ${shellWord(desk.program)} "$@"`);
  write(
    programs,
    'runuser',
    `[ "$1 $2 $3" = '--login ssm-user --command' ] || exit 1\nexec env -i ${variables.join(' ')} bash -c "$4"`,
  );
  const env = { PATH: searchPath, CURL_CA_BUNDLE };
  standIn.commandHosts.run = (instanceId, script) => {
    if (instanceId === text(ids, 'linux')) return run(lab.site.client, script, env);
    return instanceId === text(ids, 'outside') ? run(lab.site.stranger, script, env) : undefined;
  };
}

function write(folder: string, name: string, lines: string): void {
  writeFileSync(path.join(folder, name), `#!/bin/bash\n${lines}\n`, { mode: 0o755 });
}

function run({ name }: Namespace, script: string, env: Readonly<Record<string, string>>): Promise<Ended> {
  return runToEnd('ip', ['netns', 'exec', name, 'sh', '-c', script], {
    env: { ...env, PATH: `${env.PATH ?? ''}:/usr/sbin:/sbin` },
  });
}
