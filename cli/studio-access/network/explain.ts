import { Failure } from '../failure';
import { proxyName } from './proxy';

/** Errors of TLS that say: this certificate is of an authority that nobody here knows. */
export const unknownAuthority = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** Errors of TLS that say: this certificate is of a known authority, and not good for this name or at this time. */
const wrongCertificate = new Set(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID', 'ERR_TLS_CERT_ALTNAME_INVALID']);

/** What codes mean, for people who are no programmers. */
const meanings: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'it refuses connections',
  ECONNRESET: 'the connection was broken off',
  UND_ERR_SOCKET: 'the connection was broken off',
  EHOSTUNREACH: 'there is no way to it',
  ENETUNREACH: 'there is no way to it',
  ETIMEDOUT: 'no answer in time',
  UND_ERR_BODY_TIMEOUT: 'no answer in time',
  UND_ERR_CONNECT_TIMEOUT: 'no answer in time',
  UND_ERR_HEADERS_TIMEOUT: 'no answer in time',
};

const unknownName = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA']);

/** What a request that got no answer means. @param proxy the one that it went through */
export function networkFailure(error: unknown, address: string, proxy: string | undefined): Failure {
  if (error instanceof Failure) return error;
  const host = new URL(address).host;
  const code = codeOf(error);
  if (wrongCertificate.has(code)) {
    return new Failure({
      code: 'certificate_wrong',
      what: `${host} shows a certificate that is not good for this name, or not at this time (${code}).`,
      todo: 'Is the clock of this computer right? If so, the name leads to a wrong server, or the certificate must be renewed: tell your operator.',
    });
  }
  if (proxy !== undefined && !unknownAuthority.has(code)) return caughtByProxy(host, proxy, code);
  if (unknownAuthority.has(code)) {
    return new Failure({
      code: 'certificate_unknown',
      what: `${host} shows a certificate of an authority that this computer does not know (${code}): something between here and there opens the connection (TLS interception).`,
      todo: 'Ask your network team to exempt the name. Or save the company’s root certificate in a file, and name it in the variable NODE_EXTRA_CA_CERTS or AWS_CA_BUNDLE.',
    });
  }
  if (unknownName.has(code)) {
    return new Failure({
      code: 'name_not_found',
      what: `The name ${host} is not found (${code}).`,
      todo: 'Are you in the company’s network, or connected to its VPN? If so, your DNS server does not forward this name: tell your operator.',
    });
  }
  return new Failure({
    code: 'no_answer',
    what: `${host} cannot be reached (${withMeaning(code)}).`,
    todo: 'Are you in the company’s network, or connected to its VPN? If so, a firewall or a route is in the way: tell your operator.',
  });
}

/** A proxy stands where none may be: it resolves names itself, and comes from its own address. */
export function caughtByProxy(host: string, proxy: string, code: string): Failure {
  return new Failure({
    code: 'proxy',
    what: `The request to ${host} went through the proxy ${proxyName(proxy)}, which did not get it there (${withMeaning(code)}).`,
    todo: `If ${host} is the private API, add it to the variable NO_PROXY. Else the proxy must let it through${code.endsWith(' 407') ? ', and wants to know who you are: the variable HTTPS_PROXY can hold a user name and a password' : ''}: ask your network team.`,
  });
}

function withMeaning(code: string): string {
  const meaning = meanings[code];
  return meaning === undefined ? code : `${meaning}, ${code}`;
}

/** The fields that errors of Node, undici and the platform share. */
interface Caused {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly code?: unknown;
  readonly cause?: unknown;
  /** Of an attempt at several addresses. */
  readonly errors?: readonly unknown[];
}

const isCaused = (value: unknown): value is Caused => typeof value === 'object' && value !== null;

/** The most telling code in an error and its causes. */
export function codeOf(error: unknown): string {
  let found = 'no code';
  for (let next = error; isCaused(next); next = next.cause ?? next.errors?.[0]) {
    if (typeof next.code === 'string') found = next.code;
    if (next.name === 'TimeoutError') found = 'ETIMEDOUT';
    // undici has one code for all that it gives up
    const [, status] = /^Proxy response \((\d{3})\)/.exec(String(next.message)) ?? [];
    if (status !== undefined) found = `the proxy answers ${status}`;
  }
  return found;
}
