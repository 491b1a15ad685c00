import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { projectFolder } from '../../config/project-folder';
import type { Site } from './site';

/** Where pictures of the states go. */
const pictures = path.join(projectFolder, 'dist', 'portal-pictures');

const sizes = { desktop: { width: 1024, height: 768 }, phone: { width: 360, height: 740 } };

/** What Chromium says about an answer that is an error, or none. The tests cause these on purpose. */
const expectedErrors =
  /^Failed to load resource: (the server responded with a status of (4|5)\d\d|net::ERR_FAILED)/;

/** A page in a real browser, with everything noted that a person would not see and that must not be. */
export class Visit {
  /** Errors of the console, violations of the content security policy among them. */
  readonly errors: string[] = [];
  /** Hosts that pages have sent requests to. */
  readonly hosts = new Set<string>();

  private constructor(
    readonly page: Page,
    private readonly context: BrowserContext,
    private readonly folder: string,
  ) {
    page.on('console', (message) => {
      if (message.type() === 'error' && !expectedErrors.test(message.text()))
        this.errors.push(message.text());
    });
    page.on('request', (request) => this.hosts.add(new URL(request.url()).host));
    page.on('pageerror', (error) => this.errors.push(String(error)));
  }

  /** Starts a browser of its own, for which every name leads to the site. */
  static async start(site: Site): Promise<Visit> {
    const folder = mkdtempSync(path.join(tmpdir(), 'portal-browser-'));
    const context = await chromium.launchPersistentContext(folder, {
      executablePath: '/usr/bin/chromium',
      chromiumSandbox: false,
      viewport: sizes.desktop,
      args: [
        `--host-resolver-rules=MAP * 127.0.0.1:${site.port}`,
        `--ignore-certificate-errors-spki-list=${site.publicKeyHash}`,
        '--no-proxy-server',
      ],
    });
    const [page = await context.newPage()] = context.pages();
    page.setDefaultTimeout(10_000);
    return new Visit(page, context, folder);
  }

  /** Looks at a state with axe and takes pictures of it: light and dark, on a desktop and on a phone. */
  async look(name: string): Promise<string[]> {
    mkdirSync(pictures, { recursive: true });
    const found: string[] = [];
    for (const [size, viewport] of Object.entries(sizes)) {
      await this.page.setViewportSize(viewport);
      for (const colorScheme of ['light', 'dark'] as const) {
        await this.page.emulateMedia({ colorScheme });
        await this.page.screenshot({
          path: path.join(pictures, `${name}-${size}-${colorScheme}.png`),
          fullPage: true,
        });
        const { violations } = await new AxeBuilder({ page: this.page }).analyze();
        found.push(
          ...violations.map(
            ({ id, nodes }) =>
              `${name} ${size} ${colorScheme}: ${id} ${nodes.map(({ html }) => html).join()}`,
          ),
        );
        const isTooWide = await this.page.evaluate(
          'document.documentElement.scrollWidth > document.documentElement.clientWidth',
        );
        if (isTooWide === true) found.push(`${name} ${size}: the page is wider than the screen`);
      }
    }
    await this.page.setViewportSize(sizes.desktop);
    return found;
  }

  /** All that a page can find again later: its storages, cookies, and the list of visited pages of this window. */
  async traces(): Promise<string> {
    const session = await this.context.newCDPSession(this.page);
    const history = await session.send('Page.getNavigationHistory');
    await session.detach();
    const inPage: unknown = await this.page.evaluate(
      `(async () => ({ local: { ...localStorage }, session: { ...sessionStorage }, cookie: document.cookie, name: window.name,
        state: history.state, databases: await indexedDB.databases(), caches: 'caches' in self ? await caches.keys() : [],
        address: location.href, referrer: document.referrer }))()`,
    );
    // besides, Chromium knows the address from before a redirect, in Studio's own entry, where no page can read it
    const visited = history.entries.map(({ url }) => url);
    return JSON.stringify([visited, inPage, await this.context.storageState()]);
  }

  /** Ends the browser; returns what it has left on the disk. */
  async stop(): Promise<string> {
    await this.context.close();
    const left = filesIn(this.folder).map((file) => readFileSync(file, 'latin1'));
    rmSync(this.folder, { recursive: true, maxRetries: 5 });
    return left.join('\n');
  }
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(folder, name))
    .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile() ?? false);
}

/** Secrets that are somewhere in a text. */
export function leaksIn(text: string, secrets: Iterable<string>): string[] {
  return [...secrets].filter((secret) => secret.length > 5 && text.includes(secret));
}
