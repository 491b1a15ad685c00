import { createHash, randomBytes } from 'node:crypto';
import { loginNames } from '../network/addresses';
import { text, type JsonObject } from '../shared/json';
import { company } from '../system/company';
import type { Lab } from '../system/lab';
import { bodyOf } from './answers';
import { Browser, type Page } from './browser';
import type { Tokens } from './sign-in';

/** A name and a password, at the company's provider or at the user pool. */
export interface Login {
  readonly username: string;
  readonly password: string;
}

/** Where a browser signs in, and where its code is exchanged. */
export interface SignInPlace {
  readonly authorize: string;
  readonly token: string;
  readonly revoke: string;
  readonly clientId: string;
  readonly scope: string;
  /** Further parameters of the authorize address. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** The sign-in domain of the user pool. @param provider its identity provider; default: the page asks */
export function atUserPool(lab: Lab, provider?: string): SignInPlace {
  const origin = `https://${company.signInPrefix}.auth.${lab.environment.region}.amazoncognito.com`;
  return {
    authorize: `${origin}/oauth2/authorize`,
    token: `${origin}/oauth2/token`,
    revoke: `${origin}/oauth2/revoke`,
    clientId: lab.outputs.appClientId,
    scope: 'openid',
    parameters: provider === undefined ? {} : { identity_provider: provider },
  };
}

/** The company's own provider. @param name that on the internet, or that of the office */
export function atCompany(name: string = loginNames.internet): SignInPlace {
  return {
    authorize: `https://${name}/auth`,
    token: `https://${name}/token`,
    revoke: `https://${name}/token/revocation`,
    clientId: company.deskClient,
    scope: `openid offline_access ${company.scope}`,
    parameters: { resource: company.audience, prompt: 'consent' },
  };
}

/** A browser on the desk. */
export const newBrowser = (lab: Lab): Browser =>
  new Browser(lab.hosts.client, [company.callbackUrl, company.signOutUrl]);

/** Signs in with a browser. @throws with what it ended at when that is no code */
export async function signInAt(
  lab: Lab,
  place: SignInPlace,
  login: Login,
  browser = newBrowser(lab),
): Promise<Tokens> {
  const verifier = randomBytes(32).toString('base64url');
  const page = await atCallback(browser, await browser.open(authorizeUrl(place, verifier)), login);
  const code = page.url.searchParams.get('code');
  if (code === null || !page.url.href.startsWith(company.callbackUrl)) throw new Error(endWords(page));
  return exchange(lab, place, {
    grant_type: 'authorization_code',
    code,
    redirect_uri: company.callbackUrl,
    code_verifier: verifier,
  });
}

/** Where a browser begins. */
export function authorizeUrl({ authorize, clientId, scope, parameters }: SignInPlace, verifier: string): URL {
  const url = new URL(authorize);
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: company.callbackUrl,
    scope,
    state: randomBytes(8).toString('hex'),
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...parameters,
  }).toString();
  return url;
}

/** Fills in what the pages ask for, until the browser is sent to the client. */
export async function atCallback(browser: Browser, first: Page, login: Login): Promise<Page> {
  let page = first;
  for (let count = 0; count < 4 && page.status === 200; count += 1) {
    const asksForPassword = page.body.includes('name="password"');
    // a page that asks a second time has refused
    if (asksForPassword && count > 0) return page;
    page = await browser.send(page, asksForPassword ? { ...login } : {});
  }
  return page;
}

/** Where a sign-in ended, in a few words. */
function endWords({ url, status, body }: Page): string {
  const refusal = url.searchParams.get('error_description') ?? url.searchParams.get('error');
  if (refusal !== null) return refusal;
  return /<p>([^<]+)<\/p>/.exec(body)?.[1] ?? `${status} ${body.replaceAll(/<[^>]*>/g, ' ').trim()}`;
}

async function exchange(
  lab: Lab,
  { token, clientId }: SignInPlace,
  parameters: Readonly<Record<string, string>>,
): Promise<Tokens> {
  const reply = await lab.hosts.client.request({
    url: token,
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ client_id: clientId, ...parameters }).toString(),
  });
  const answer: JsonObject = bodyOf(reply);
  const access = text(answer, 'access_token');
  if (access === undefined) throw new Error(text(answer, 'error') ?? `${reply.status ?? 0}`);
  return {
    access,
    id: text(answer, 'id_token') ?? '',
    refresh: text(answer, 'refresh_token') ?? '',
  };
}

/** New tokens, without a password. @throws with the error of the token endpoint */
export function refreshAt(lab: Lab, place: SignInPlace, { refresh }: Tokens): Promise<Tokens> {
  return exchange(lab, place, { grant_type: 'refresh_token', refresh_token: refresh });
}

/** Takes a refresh token back. */
export async function revokeAt(lab: Lab, { revoke, clientId }: SignInPlace, tokens: Tokens): Promise<void> {
  await lab.hosts.client.request({
    url: revoke,
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ client_id: clientId, token: tokens.refresh }).toString(),
  });
}
