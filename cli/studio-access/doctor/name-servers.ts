import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { getServers } from 'node:dns';
import { isIPv6 } from 'node:net';
import { type DnsAnswer, dnsQuestion, readAnswer, type RecordType } from './dns-message';

/** A server that forwards waits for another one: BIND for up to ten seconds, which no browser does. */
const attemptMilliseconds = 2500;
const attempts = 2;

/** The name servers of this computer, as far as the system tells; `127.0.0.53` and its like ask others. */
export function nameServers(): readonly string[] {
  return getServers();
}

/** Asks one server about one name. @param server as {@link nameServers} gives it @returns undefined if it does not answer */
export async function askNameServer(
  server: string,
  name: string,
  type: RecordType,
  signal: AbortSignal,
): Promise<DnsAnswer | undefined> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    signal.throwIfAborted();
    const answer = await askOnce(addressOf(server), name, type);
    if (answer !== undefined) return answer;
  }
  return undefined;
}

function addressOf(server: string): { readonly address: string; readonly port: number } {
  const [, bracketed, plain, port] = /^(?:\[(.+)\]|([^:]+))(?::(\d+))?$/.exec(server) ?? [];
  return { address: bracketed ?? plain ?? server, port: Number(port ?? 53) };
}

function askOnce(
  { address, port }: { readonly address: string; readonly port: number },
  name: string,
  type: RecordType,
): Promise<DnsAnswer | undefined> {
  const id = randomInt(0x10000);
  const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4');
  return new Promise<DnsAnswer | undefined>((resolve) => {
    const timer = setTimeout(() => {
      resolve(undefined);
    }, attemptMilliseconds);
    socket.once('close', () => {
      clearTimeout(timer);
    });
    // nothing listens there: another attempt would not help, and does no harm
    socket.on('error', () => {
      resolve(undefined);
    });
    socket.on('message', (message) => {
      const answer = readAnswer(message, id, type);
      if (answer) resolve(answer);
    });
    socket.connect(port, address, () => {
      socket.send(dnsQuestion(id, name, type));
    });
  }).finally(() => {
    socket.close();
  });
}
