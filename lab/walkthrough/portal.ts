import { mkdtempSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { errors } from 'playwright-core';
import type { Namespace } from '../hosts/namespaces';
import type { Lab } from '../system/lab';
import { Visit } from './chromium';
import type { Login } from './company-sign-in';
import { leaks } from './leaks';

/** How long a person looks at a page that still works. */
const patienceMilliseconds = 20_000;

/** A page of the sign-in that asks for a name and a password. */
export const signInPage = 'a sign-in page';

/** A page of the sign-in with a form that asks for neither. */
export const furtherForm = 'a further form';

/** What is shown, and whether it is about to change by itself. It is evaluated in the page. */
const lookAtPage = `({
  heading: document.querySelector('h1')?.innerText,
  form: document.querySelector('form') === null ? '' :
    document.querySelector('input[name="username"]') === null ? '${furtherForm}' : '${signInPage}',
  isBusy: document.readyState !== 'complete' || document.querySelector('#environment')?.textContent === '' ||
    document.querySelector('main button:disabled, main progress') !== null,
})`;

/** Somebody who opens the page with Chromium. A class: it is a browser. */
export class AtPortal {
  readonly #lab: Lab;
  readonly visit: Visit;
  readonly #findings = new Set<string>();

  private constructor(lab: Lab, visit: Visit) {
    this.#lab = lab;
    this.visit = visit;
  }

  /** Starts a browser with an empty profile. @param host default: the desk */
  static async start(lab: Lab, host: Namespace = lab.site.client): Promise<AtPortal> {
    const folder = mkdtempSync(path.join(path.dirname(lab.authority.file), 'browser-'));
    const { publicKeyHash } = lab.authority;
    const proxy = host === lab.site.client ? lab.corporateSite()?.desk : undefined;
    return new AtPortal(lab, await Visit.start({ folder, publicKeyHash, host, proxy }));
  }

  /** Opens the page. @param query such as `?space=notes` */
  async open(query = ''): Promise<string> {
    await this.visit.page.goto(this.#lab.outputs.portalUrl + query);
    return this.shown();
  }

  /** Presses a button, or follows a link. */
  async press(name: string): Promise<string> {
    const { page } = this.visit;
    const named = { name, exact: true };
    await page.getByRole('button', named).or(page.getByRole('link', named)).click();
    return this.shown();
  }

  /** Types into the fields with these labels. */
  async type(typed: Readonly<Record<string, string>>): Promise<void> {
    for (const [label, text] of Object.entries(typed))
      await this.visit.page.getByLabel(label, { exact: true }).fill(text);
  }

  /** Types name and password into the page's own form. */
  async signIn({ username, password }: Login): Promise<string> {
    await this.type({ 'User name': username, Password: password });
    return this.press('Sign in');
  }

  /** Types name and password into the form of a sign-in page. @param button its button */
  async signInThere({ username, password }: Login, button: string): Promise<string> {
    const { page } = this.visit;
    await page.locator('input[name="username"]').fill(username);
    await page.locator('input[name="password"]').fill(password);
    return this.press(button);
  }

  /** The heading of what is shown once it does not change by itself any more, or which form of a sign-in. axe looks at each page of the product. */
  async shown(): Promise<string> {
    const { page } = this.visit;
    const until = Date.now() + patienceMilliseconds;
    for (;;) {
      // a page that is being left cannot be asked
      const seen = (await page.evaluate(lookAtPage).catch(() => undefined)) as
        { readonly heading?: string; readonly form: string; readonly isBusy: boolean } | undefined;
      if (seen && !seen.isBusy) {
        if (seen.form !== '' && !this.#isOurs()) return seen.form;
        if (seen.heading !== undefined) {
          if (this.#isOurs()) for (const finding of await this.visit.axe()) this.#findings.add(finding);
          return seen.heading;
        }
      }
      if (Date.now() > until) return `still ${seen?.heading ?? page.url()}`;
      await wait(50);
    }
  }

  /** The text of the page, in one line. */
  async text(): Promise<string> {
    return (await this.visit.page.locator('main').innerText()).replaceAll(/\s+/g, ' ');
  }

  /** Secrets that went over the wire, by names. */
  secrets(): Record<string, string> {
    return Object.fromEntries(
      [...this.visit.secrets].map(([value, name], index) => [`${name} ${index}`, value]),
    );
  }

  /** Which secrets are in the window's storages, list of pages, cookies, addresses and referrer. */
  async leftInWindow(): Promise<string> {
    const found = leaks(this.secrets(), { 'the window': await this.visit.traces() });
    return found.join(', ') || 'no secret in the window';
  }

  /**
   * What nobody sees: findings of axe, errors of the console, requests to hosts that are neither the API nor Studio.
   * @param signInHosts hosts of the sign-in, where requests may go too
   */
  unseen(signInHosts: readonly string[]): string {
    const { apiUrl, domainId } = this.#lab.outputs;
    const studio = `${domainId}.studio.${this.#lab.environment.region}.sagemaker.aws`;
    const known = [new URL(apiUrl).host, studio, `studio-${studio}`, ...signInHosts];
    const foreign = [...this.visit.hosts].filter((host) => !known.includes(host));
    const found = [
      ...[...this.#findings].map((finding) => `axe: ${finding}`),
      ...this.visit.errors.map((error) => `console: ${error}`),
      ...foreign.map((host) => `foreign host: ${host}`),
    ];
    return found.join(', ') || 'nothing amiss';
  }

  #isOurs(): boolean {
    return this.visit.page.url().startsWith(this.#lab.outputs.portalUrl);
  }
}

/**
 * Somebody at the page, for as long as an action takes: its words, and {@link AtPortal.unseen}. Where there is nothing to press or to
 * type into, the words end with what is shown instead.
 */
export async function atPortal(
  lab: Lab,
  signInHosts: readonly string[],
  action: (person: AtPortal, words: string[]) => Promise<void>,
): Promise<string> {
  const person = await AtPortal.start(lab);
  const words: string[] = [];
  try {
    await action(person, words).catch(async (error: unknown) => {
      if (!(error instanceof errors.TimeoutError)) throw error;
      words.push(`stuck at ${await person.shown()}`);
    });
    return [...words, person.unseen(signInHosts)].join('; ');
  } finally {
    await person.visit.stop();
  }
}
