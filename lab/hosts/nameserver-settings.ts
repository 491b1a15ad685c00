import { existsSync, mkdirSync, readdirSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { namePattern, type Namespace } from './namespaces';

/** `ip netns exec` mounts the files of a host's folder here over those in /etc. */
const settingsFolder = '/etc/netns';

/** Sets the name servers of a host. */
export function setNameserver({ name }: Namespace, ...addresses: readonly string[]): void {
  const folder = path.join(settingsFolder, name);
  mkdirSync(folder, { recursive: true });
  const servers = addresses.map((address) => `nameserver ${address}\n`).join('');
  writeFileSync(path.join(folder, 'resolv.conf'), `${servers}options timeout:3 attempts:2\n`);
  // without this, a resolver service of this machine would be asked over its socket, which namespaces do not separate
  writeFileSync(path.join(folder, 'nsswitch.conf'), 'hosts: files dns\n');
}

/** Gives a host a file of hosts of its own, which programs read before they ask; or takes it away. */
export function setHosts({ name }: Namespace, lines: readonly string[] | undefined): void {
  const file = path.join(settingsFolder, name, 'hosts');
  if (lines) writeFileSync(file, `${lines.join('\n')}\n`);
  else rmSync(file);
}

/** Removes the settings of hosts of this process, and of processes that have ended. */
export function removeNameserverSettings(): void {
  if (!existsSync(settingsFolder)) return;
  for (const name of readdirSync(settingsFolder)) {
    const owner = Number(namePattern.exec(name)?.[1]);
    if (owner === process.pid || (owner > 0 && !existsSync(`/proc/${owner}`))) {
      rmSync(path.join(settingsFolder, name), { recursive: true, force: true });
    }
  }
  if (readdirSync(settingsFolder).length === 0) rmdirSync(settingsFolder);
}
