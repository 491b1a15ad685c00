import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { connect as connectTls, type DetailedPeerCertificate, type TLSSocket } from 'node:tls';
import { certificates } from '../network/certificates';
import { codeOf } from '../network/explain';
import type { Variables } from '../../variables';

const connectMilliseconds = 5000;
const answerMilliseconds = 10_000;

/** Opens a connection, and closes it. @returns undefined if that works, else the error's code, such as `ETIMEDOUT` */
export async function whyNoConnection(address: string, port: number): Promise<string | undefined> {
  try {
    (await opened(connect({ host: address, port }))).destroy();
    return undefined;
  } catch (error) {
    return codeOf(error);
  }
}

/** Where a connection leads. */
export interface Way {
  readonly host: string;
  readonly port: number;
  /** The proxy that it goes through, as an address. @default none */
  readonly proxy?: string | undefined;
  readonly variables: Variables;
}

/** The head of an answer. */
export interface Head {
  readonly status: number;
  /** By name in small letters. */
  readonly headers: Readonly<Record<string, string>>;
}

/** What the other end of a TLS connection shows. */
export interface Shown {
  readonly certificate: DetailedPeerCertificate;
  /** Why this computer does not take it, such as `UNABLE_TO_VERIFY_LEAF_SIGNATURE`. @default it does */
  readonly refusedAs?: string;
}

/**
 * Looks at a certificate, whether it is accepted or not: nothing is sent.
 * @throws with the error of the connection
 */
export async function lookAt(way: Way): Promise<Shown> {
  const socket = await secure(way);
  try {
    const certificate = socket.getPeerCertificate(true);
    if (socket.authorized) return { certificate };
    // a text in spite of its type: https://nodejs.org/api/tls.html#tlssocketauthorizationerror
    const refusal: unknown = socket.authorizationError;
    return { certificate, refusedAs: typeof refusal === 'string' ? refusal : codeOf(refusal) };
  } finally {
    socket.destroy();
  }
}

/**
 * Sends the head of a request, whoever is at the other end, so nothing in it may be secret; returns the head of the answer.
 * @throws with the error of the connection
 */
export async function headOf(
  way: Way,
  target: string,
  headers: Readonly<Record<string, string>>,
): Promise<Head> {
  const socket = await secure(way);
  try {
    return await exchange(socket, [`GET ${target} HTTP/1.1`, `host: ${way.host}`, ...linesOf(headers)]);
  } finally {
    socket.destroy();
  }
}

const linesOf = (headers: Readonly<Record<string, string>>) =>
  Object.entries(headers).map(([name, value]) => `${name}: ${value}`);

async function secure({ host, port, proxy, variables }: Way): Promise<TLSSocket> {
  const through = proxy === undefined ? undefined : await tunnel(host, port, new URL(proxy), variables);
  const options = through ? { socket: through } : { host, port };
  // only looked at: certificates that are refused are what is looked for
  const socket = connectTls({
    ...options,
    servername: host,
    rejectUnauthorized: false,
    ...certificates(variables),
  });
  await opened(socket, 'secureConnect');
  return socket;
}

/** https://www.rfc-editor.org/rfc/rfc9110#section-9.3.6 */
async function tunnel(host: string, port: number, proxy: URL, variables: Variables): Promise<Socket> {
  const target = {
    host: proxy.hostname,
    port: Number(proxy.port || (proxy.protocol === 'https:' ? 443 : 80)),
  };
  const socket =
    proxy.protocol === 'https:'
      ? await opened(
          connectTls({ ...target, servername: target.host, ...certificates(variables) }),
          'secureConnect',
        )
      : await opened(connect(target));
  const login = proxy.username === '' ? undefined : `${proxy.username}:${proxy.password}`;
  const { status } = await exchange(socket, [
    `CONNECT ${host}:${port} HTTP/1.1`,
    `host: ${host}:${port}`,
    ...(login === undefined
      ? []
      : [`proxy-authorization: Basic ${Buffer.from(decodeURIComponent(login)).toString('base64')}`]),
  ]);
  if (status === 200) return socket;
  socket.destroy();
  throw Object.assign(new Error('the proxy refuses'), { code: `the proxy answers ${status}` });
}

async function opened<S extends Socket>(socket: S, event = 'connect'): Promise<S> {
  const signal = AbortSignal.timeout(connectMilliseconds);
  try {
    await once(socket, event, { signal });
    socket.on('error', () => socket.destroy());
    return socket;
  } catch (error) {
    socket.on('error', () => undefined);
    socket.destroy();
    throw signal.aborted ? Object.assign(new Error('no connection'), { code: 'ETIMEDOUT' }) : error;
  }
}

/** Sends lines, and reads the head of the answer, no further. */
async function exchange(socket: Socket, lines: readonly string[]): Promise<Head> {
  const timer = setTimeout(() => {
    socket.destroy(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' }));
  }, answerMilliseconds);
  let failure: Error | undefined;
  socket.once('error', (error) => {
    failure = error;
  });
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  let text = '';
  try {
    while (!text.includes('\r\n\r\n')) {
      const chunk: unknown = socket.read();
      if (Buffer.isBuffer(chunk)) text += chunk.toString('latin1');
      else if (socket.destroyed || socket.readableEnded) throw failure ?? closed();
      else await Promise.race([once(socket, 'readable'), once(socket, 'end'), once(socket, 'close')]);
    }
  } finally {
    clearTimeout(timer);
  }
  const [first = '', ...rest] = (text.split('\r\n\r\n')[0] ?? '').split('\r\n');
  const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(first)?.[1]);
  if (!(status > 0)) throw closed();
  const headers = rest.map((line): [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
  return { status, headers: Object.fromEntries(headers) };
}

function closed(): Error {
  return Object.assign(new Error('the connection was closed'), { code: 'closed without an answer' });
}
