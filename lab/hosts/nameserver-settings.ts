import { existsSync, mkdirSync, readdirSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { namePattern, type Namespace } from './namespaces';

/** `ip netns exec` shows a host the files of its own folder here in place of those in /etc. */
const settingsFolder = '/etc/netns';

/** Tells a host which name server to ask. */
export function setNameserver({ name }: Namespace, address: string): void {
  const folder = path.join(settingsFolder, name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'resolv.conf'), `nameserver ${address}\noptions timeout:3 attempts:2\n`);
  // a service of this machine's own that resolves names would be asked over a socket, which no namespace keeps out
  writeFileSync(path.join(folder, 'nsswitch.conf'), 'hosts: files dns\n');
}

/** Removes the settings of this process's hosts, and of processes that are gone. */
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
