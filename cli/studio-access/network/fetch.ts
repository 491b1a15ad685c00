import { Agent, type Dispatcher, fetch as undiciFetch, ProxyAgent, type RequestInit, Response } from 'undici';
import { certificates } from './certificates';
import { networkFailure } from './explain';
import { proxyFor } from './proxy';
import type { Variables } from '../../variables';

/** How a request is made; the answer is a standard one. */
export type Fetch = (address: string, options?: RequestInit) => Promise<Response>;

/** For a connection, and then for each part of an answer. */
const connectMilliseconds = 10_000;
/** For a proxy to get to a host, for which undici would wait five minutes. */
const tunnelMilliseconds = 10_000;
const answerMilliseconds = 30_000;

/**
 * Requests over the company's proxy where the variables say so, which Node's own `fetch` reads only in later versions, and with
 * the certificates of `AWS_CA_BUNDLE` besides those that Node knows.
 *
 * @returns a function that rejects with a Failure, which names the cause, if there is no answer
 */
export function fetchWith(variables: Variables, signal: AbortSignal): Fetch {
  const connect = { timeout: connectMilliseconds, ...certificates(variables) };
  const timeouts = { headersTimeout: answerMilliseconds, bodyTimeout: answerMilliseconds };
  const dispatchers = new Map<string | undefined, Dispatcher>();
  const dispatcherOf = (proxy: string | undefined): Dispatcher => {
    const known = dispatchers.get(proxy);
    if (known) return known;
    const made =
      proxy === undefined
        ? new Agent({ ...timeouts, connect })
        : new ProxyAgent({
            ...timeouts,
            uri: proxy,
            connect,
            requestTls: connect,
            proxyTls: connect,
            clientFactory: (_, own) => new Agent({ ...own, headersTimeout: tunnelMilliseconds }),
          });
    dispatchers.set(proxy, made);
    return made;
  };
  return async (address, options = {}) => {
    const proxy = proxyFor(address, variables);
    try {
      const answer = await undiciFetch(address, {
        ...options,
        dispatcher: dispatcherOf(proxy),
        signal: AbortSignal.any([signal, lateAfter(2 * answerMilliseconds)]),
      });
      // read to the end: an answer that breaks off is a failure
      const body = answer.body === null ? null : await answer.arrayBuffer();
      return new Response(body, { status: answer.status, headers: answer.headers });
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      throw networkFailure(error, address, proxy);
    }
  };
}

/** Not `AbortSignal.timeout`: nothing but `any` would hold it, and weakly, so that it would be collected and never come. */
function lateAfter(milliseconds: number): AbortSignal {
  const late = new AbortController();
  setTimeout(() => {
    late.abort(new DOMException('There is no answer yet.', 'TimeoutError'));
  }, milliseconds).unref();
  return late.signal;
}
