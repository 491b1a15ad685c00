import { readFileSync } from 'node:fs';
import type { Socket } from 'node:net';

/**
 * Whether the program at the other end of a connection on this machine belongs to the same user. Only Linux knows, and only
 * there can others read the address that the browser is started with: macOS hands addresses over in messages, and Windows shows
 * other people's command lines to administrators only.
 *
 * @param userId of this process; undefined on Windows
 */
export function isOfSameUser(
  { remotePort, localPort }: Pick<Socket, 'remotePort' | 'localPort'>,
  userId: number | undefined,
): boolean {
  if (process.platform !== 'linux' || userId === undefined) return true;
  return userIn(readFileSync('/proc/net/tcp', 'utf8'), remotePort ?? 0, localPort ?? 0) === userId;
}

/**
 * The user whose socket has these ports, both at 127.0.0.1. https://docs.kernel.org/networking/proc_net_tcp.html
 *
 * @param table the content of /proc/net/tcp
 */
export function userIn(table: string, ownPort: number, otherPort: number): number | undefined {
  const address = (port: number) => `0100007F:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  for (const line of table.split('\n')) {
    const [, local, remote, , , , , user] = line.trim().split(/\s+/);
    if (local === address(ownPort) && remote === address(otherPort)) return Number(user);
  }
  return undefined;
}
