import { CookieJar } from 'tough-cookie';
import type { HostProcess } from '../hosts/host-process';

/** What a browser shows, or where it was sent outside the pages that it follows. */
export interface Page {
  readonly url: URL;
  readonly status: number;
  readonly body: string;
}

/** A way that leads nowhere. */
const mostRedirects = 20;

/** A browser without scripts: it keeps cookies, follows redirects and sends forms. A class: it keeps cookies. */
export class Browser {
  readonly #host: HostProcess;
  readonly #cookies = new CookieJar();
  /** Addresses that it was sent to and does not open, such as that of a client on the desk. */
  readonly #ends: readonly string[];

  constructor(host: HostProcess, ends: readonly string[]) {
    this.#host = host;
    this.#ends = ends;
  }

  /** Opens an address, and follows where it leads. @throws when a server does not answer */
  async open(address: string | URL, form?: URLSearchParams): Promise<Page> {
    let url = new URL(address);
    let body = form?.toString();
    for (let count = 0; count < mostRedirects; count += 1) {
      if (this.#ends.some((end) => url.href.startsWith(end))) return { url, status: 0, body: '' };
      const cookie = await this.#cookies.getCookieString(url.href);
      const reply = await this.#host.request({
        url: url.href,
        method: body === undefined ? 'GET' : 'POST',
        headers: {
          ...(cookie !== '' && { cookie }),
          ...(body !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
        },
        ...(body !== undefined && { body }),
      });
      if (reply.status === undefined) throw new Error(`${url.host}: ${reply.error ?? 'no answer'}`);
      for (const set of [reply.headers?.['set-cookie'] ?? []].flat())
        await this.#cookies.setCookie(set, url.href);
      const { location } = reply.headers ?? {};
      if (typeof location !== 'string') return { url, status: reply.status, body: reply.body ?? '' };
      url = new URL(location, url);
      // a form is sent once (RFC 9110, section 15.4.4)
      body = undefined;
    }
    throw new Error(`${url.href}: more than ${mostRedirects} redirects`);
  }

  /** Follows the link of a page that has this text; stays where there is none. */
  async follow(page: Page, text: string): Promise<Page> {
    const [, link = ''] =
      [...page.body.matchAll(/<a([^>]*)>([^<]*)<\/a>/g)].find(([, , own]) => own === text) ?? [];
    const address = attribute(link, 'href');
    return address === undefined ? page : this.open(new URL(address, page.url));
  }

  /** Sends the form of a page with what somebody typed. @throws when the page has none */
  async send({ url, body }: Page, typed: Readonly<Record<string, string>> = {}): Promise<Page> {
    const [, attributes = '', content = ''] = /<form([^>]*)>([\s\S]*?)<\/form>/.exec(body) ?? [];
    const action = attribute(attributes, 'action');
    if (action === undefined) throw new Error(`${url.href} has no form: ${body.slice(0, 200)}`);
    const hidden = [...content.matchAll(/<input([^>]*)>/g)].flatMap(([, input = '']) => {
      const [name, value] = [attribute(input, 'name'), attribute(input, 'value')];
      return name === undefined || value === undefined ? [] : [[name, value] as const];
    });
    return this.open(new URL(action, url), new URLSearchParams({ ...Object.fromEntries(hidden), ...typed }));
  }
}

function attribute(tag: string, name: string): string | undefined {
  return new RegExp(`\\b${name}="([^"]*)"`)
    .exec(tag)?.[1]
    ?.replaceAll('&lt;', '<')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}
