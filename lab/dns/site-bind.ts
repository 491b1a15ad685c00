import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Namespace } from '../hosts/namespaces';
import { controlChannel, controlChannelLines } from './control-channel';
import type { CorporateNames, Installation } from './corporate-bind';
import { startNamed } from './named';

/** Where the deployed named.conf looks for the files that it includes. */
const deployedFolder = '/etc/named/';

/** Names that the headings of the generated files give them. */
const installedNames: Readonly<Record<keyof Installation, string>> = {
  'named.conf': 'studio-access-zones.conf',
  'validate-except.conf': 'studio-access-validate-except.conf',
};

/** Starts the DNS servers of a deployed site: BIND with the deployed files, in a folder of this run for each host. */
export async function startSiteBinds(
  hosts: readonly Namespace[],
  folder: string,
  files: Readonly<Record<string, string>>,
): Promise<CorporateNames> {
  const servers = await Promise.all(
    hosts.map((host, index) => startSiteBind(host, path.join(folder, String(index)), files)),
  );
  return {
    rndc: (...args) => servers.map((server) => server.rndc(...args)).join(''),
    install(generated) {
      for (const server of servers) server.install(generated);
    },
    async stop() {
      await Promise.all(servers.map((server) => server.stop()));
    },
  };
}

async function startSiteBind(
  host: Namespace,
  folder: string,
  files: Readonly<Record<string, string>>,
): Promise<CorporateNames> {
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(files))
    writeFileSync(path.join(folder, name), name === 'named.conf' ? movedTo(folder, content) : content);
  const rndc = controlChannel(host, folder);
  const server = await startNamed(host, folder, {});
  return {
    rndc,
    stop: () => server.stop(),
    install(generated) {
      for (const [name, content] of Object.entries<string>({ ...generated }))
        writeFileSync(path.join(folder, installedNames[name as keyof Installation]), content);
      host.run('named-checkconf', [path.join(folder, 'named.conf')]);
    },
  };
}

/** The servers' own file, for another folder, and with a control channel. */
function movedTo(folder: string, namedConf: string): string {
  const moved = namedConf
    .replace(/directory "[^"]+"/, `directory "${folder}"`)
    .replace(/pid-file "[^"]+"/, 'pid-file none')
    .replaceAll(deployedFolder, `${folder}/`);
  return `${moved}\n${controlChannelLines}\n`;
}
