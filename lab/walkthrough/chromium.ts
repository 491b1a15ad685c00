import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { type BrowserContext, chromium, type Page, type Request, type Response } from 'playwright-core';
import { proxyArguments, type ChromiumProxy } from '../hosts/chromium-proxy';
import type { Namespace } from '../hosts/namespaces';

interface BrowserOptions {
  /** An empty folder for its profile and its temporary files, and the person's home. It is removed with the browser. */
  readonly folder: string;
  /** The certificate that it trusts beside those of Debian: SHA-256 of its public key, in base64. */
  readonly publicKeyHash: string;
  /** A host of the lab to run on. @default this machine */
  readonly host?: Namespace;
  /** The forward proxy that it uses. @default none */
  readonly proxy?: ChromiumProxy | undefined;
  /** Further arguments of Chromium. */
  readonly args?: readonly string[];
}

/** Nothing but the pages may cause traffic. */
const quiet = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-gpu',
  '--disable-quic',
  '--disable-sync',
  '--no-first-run',
];

/** Fields of requests and answers that are for nobody else to see. */
const secretFields = new Set(
  [
    'code',
    'code_verifier',
    'token',
    'access_token',
    'id_token',
    'refresh_token',
    'authorizedUrl',
    'password',
    'new_password',
    'AccessToken',
    'IdToken',
    'RefreshToken',
    'Session',
    'SecretCode',
  ].map((name) => name.toLowerCase()),
);

/** What Chromium says about an answer that is an error, or none. A page shows its own words then. */
const failedRequest =
  /^Failed to load resource: (the server responded with a status of (4|5)\d\d|net::ERR_FAILED)/;

/** Debian's Chromium with one window, and everything noted that a person would not see and that must not be. A class: it is a process. */
export class Visit {
  /** Errors of the console, violations of the content security policy among them. */
  readonly errors: string[] = [];
  /** Hosts that pages have sent requests to. */
  readonly hosts = new Set<string>();
  /** Passwords, codes, tokens and URLs that went over the wire, with the fields that they were in. */
  readonly secrets = new Map<string, string>();
  readonly #context: BrowserContext;
  readonly #folder: string;

  private constructor(
    /** The window. */
    readonly page: Page,
    context: BrowserContext,
    folder: string,
  ) {
    this.#context = context;
    this.#folder = folder;
    page.on('console', (message) => {
      if (message.type() === 'error' && !failedRequest.test(message.text())) this.errors.push(message.text());
    });
    page.on('pageerror', (error) => this.errors.push(String(error)));
    page.on('request', (request) => {
      this.#noteRequest(request);
    });
    page.on('response', (response) => {
      void this.#noteResponse(response);
    });
  }

  /** Starts it with an empty profile. @throws when it does not start */
  static async start({ folder, publicKeyHash, host, proxy, args = [] }: BrowserOptions): Promise<Visit> {
    const profile = path.join(folder, 'profile');
    mkdirSync(profile);
    const context = await chromium.launchPersistentContext(profile, {
      executablePath: host === undefined ? '/usr/bin/chromium' : onHost(host, folder),
      chromiumSandbox: false,
      // whoever starts it ends it: with these, an interrupt would end this process before it has cleaned up
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
      // no proxy, profile or temporary file of whoever runs it
      env: { PATH: '/usr/bin:/bin:/usr/sbin:/sbin', HOME: folder, TMPDIR: folder },
      args: [
        ...quiet,
        ...proxyArguments(proxy),
        `--ignore-certificate-errors-spki-list=${publicKeyHash}`,
        ...args,
      ],
    });
    const [page = await context.newPage()] = context.pages();
    page.setDefaultTimeout(10_000);
    return new Visit(page, context, folder);
  }

  /** What axe finds in what is shown now; empty if nothing. */
  async axe(): Promise<string[]> {
    const { violations } = await new AxeBuilder({ page: this.page }).analyze();
    return violations.map(({ id, nodes }) => `${id} ${nodes.map(({ html }) => html).join()}`);
  }

  /** Addresses of the pages that "Back" and "Forward" lead to, and of the one that is shown. */
  async history(): Promise<string[]> {
    const session = await this.#context.newCDPSession(this.page);
    const { entries } = await session.send('Page.getNavigationHistory');
    await session.detach();
    return entries.map(({ url }) => url);
  }

  /** All that a page can find again later: its storages, cookies, and the list of visited pages of this window. */
  async traces(): Promise<string> {
    const inPage: unknown = await this.page.evaluate(
      `(async () => ({ local: { ...localStorage }, session: { ...sessionStorage }, cookie: document.cookie, name: window.name,
        state: history.state, databases: await indexedDB.databases(), caches: 'caches' in self ? await caches.keys() : [],
        address: location.href, referrer: document.referrer }))()`,
    );
    // besides, Chromium knows the address from before a redirect, in Studio's own entry, where no page can read it
    return JSON.stringify([await this.history(), inPage, await this.#context.storageState()]);
  }

  /** Ends the browser; returns what it has left on the disk. */
  async stop(): Promise<string> {
    await this.#context.close();
    const left = filesIn(this.#folder).map((file) => readFileSync(file, 'latin1'));
    rmSync(this.#folder, { recursive: true, maxRetries: 5 });
    return left.join('\n');
  }

  #noteRequest(request: Request): void {
    const url = new URL(request.url());
    this.hosts.add(url.host);
    for (const [name, value] of url.searchParams) this.#note(name, value);
    const authorization = request.headers().authorization;
    if (authorization !== undefined) this.#note('access_token', authorization.replace(/^Bearer /, ''));
    const body = request.postData() ?? '';
    if (body.startsWith('{')) this.#noteFields(JSON.parse(body));
    else for (const [name, value] of new URLSearchParams(body)) this.#note(name, value);
  }

  async #noteResponse(response: Response): Promise<void> {
    if (!(response.headers()['content-type'] ?? '').includes('json')) return;
    // the answer is gone with its page
    this.#noteFields(await response.json().catch(() => undefined));
  }

  #noteFields(value: unknown): void {
    if (typeof value !== 'object' || value === null) return;
    for (const [name, own] of Object.entries(value)) {
      if (typeof own === 'string') this.#note(name, own);
      else this.#noteFields(own);
    }
  }

  #note(name: string, value: string): void {
    if (secretFields.has(name.toLowerCase()) && value.length > 5) this.secrets.set(value, name);
  }
}

/** A program that starts Chromium on a host, with that host's DNS. */
function onHost({ name }: Namespace, folder: string): string {
  const program = path.join(folder, 'chromium');
  writeFileSync(program, `#!/bin/sh\nexec ip netns exec ${name} chromium "$@"\n`);
  chmodSync(program, 0o755);
  return program;
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(folder, name))
    .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile() ?? false);
}
