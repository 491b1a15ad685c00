import type { Fetch } from '../network/fetch';
import type { Examined } from './check';
import type { Head } from './connections';
import { answerOf } from './facts';

/** Where opening a URL ended. Its address is without the query, which is a secret. */
export interface Page {
  readonly status: number;
  readonly address: string;
  readonly text: string;
  /** Whether the address lies in Studio's zone. */
  readonly isStudio: boolean;
}

const mostRedirects = 6;

/** Opens a URL as a browser without scripts does, and follows where it leads, as long as that is in Studio. @throws Failure */
export async function openPage(url: string, fetch: Fetch, studioZone: string): Promise<Page> {
  const cookies = new Map<string, string>();
  let next = new URL(url);
  for (let count = 0; ; count += 1) {
    const isStudio = next.protocol === 'https:' && next.hostname.endsWith(`.${studioZone}`);
    const address = `${next.origin}${next.pathname}`;
    if (!isStudio || count === mostRedirects) return { status: 0, address, text: '', isStudio };
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(next.href, { redirect: 'manual', headers: cookie === '' ? {} : { cookie } });
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=;]+)=([^;]*)/.exec(line) ?? [];
      if (name !== undefined && value !== undefined) cookies.set(name, value);
    }
    const { status, headers, text } = await answerOf(answer);
    const { location } = headers;
    if (status < 300 || status > 399 || location === undefined || !URL.canParse(location, next.href))
      return { status, address, text, isStudio };
    next = new URL(location, next);
  }
}

/** What the page means that a fresh URL leads to. */
export function explainPage({ status, address, text, isStudio }: Page): Examined {
  const { host } = new URL(address);
  const got = status === 0 ? `leads to ${host}` : `status ${status} of ${host}`;
  if (isStudio && status >= 200 && status < 300) return { got };
  if (!isStudio) {
    return {
      got,
      cause: 'url_void',
      todo: 'Studio does not accept the fresh URL: something opened it before, such as a scanner of links on the way, or it leads to another host. Exempt Studio’s names from what looks into connections.',
      who: 'network administrator',
    };
  }
  if (status === 403 || /Auth token containing insufficient permissions/i.test(text)) {
    return {
      got,
      cause: 'insufficient_permissions',
      todo: 'Studio refuses the address or the endpoint that this computer comes from ("Auth token containing insufficient permissions"): the conditions of the role that makes URLs admit the company’s networks of the environment file over the endpoints of the deployment. Is there address translation on the way, or another endpoint for Studio?',
      who: 'operator of the deployment',
    };
  }
  return {
    got,
    cause: 'studio_fails',
    todo: 'Studio opens the URL and shows an error. If it lasts: is the domain in service?',
    who: 'operator of the deployment',
  };
}

/**
 * What the answer to a request for a WebSocket means. Without a running app Studio has none to offer; that it answers at all
 * shows that such requests get there.
 *
 * @param answer its head, or the code of the error
 */
export function explainUpgrade(answer: Head | string): Examined {
  const isFromStudio =
    typeof answer !== 'string' &&
    answer.headers.via === undefined &&
    ![407, 426, 501, 502, 503, 504].includes(answer.status);
  if (isFromStudio) return { got: `Studio answers (status ${answer.status})` };
  return {
    got:
      typeof answer === 'string'
        ? answer
        : `status ${answer.status}${answer.headers.via === undefined ? '' : ` by ${answer.headers.via.slice(0, 60)}`}`,
    cause: 'websocket_blocked',
    todo: 'Something on the way does not let WebSockets pass: Studio opens, and notebooks stay at "connecting". The header `Upgrade` must get through, with an idle time of ten minutes or more (docs/desktops.md, "WebSockets").',
    who: 'network administrator',
  };
}
