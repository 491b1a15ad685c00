import { createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text as readBody } from 'node:stream/consumers';
import type { Target } from '../shared/aws-client';
import { sendJson } from '../shared/http';
import { isObject, strings, text, type JsonObject } from '../shared/json';
import { claimsOf } from './keys';
import type { AppClient, AppClients } from './app-clients';
import { cognito } from './control-plane';
import type { PoolUsers } from './pool-users';
import {
  attributesFor,
  beginAtProvider,
  oidcAnswer,
  ProviderRefusal,
  samlAnswer,
  type Provider,
  type ProviderRequest,
} from './providers';
import { TokenRefusal, type SignIn, type Tokens, type TokenSet } from './tokens';
import { TriggerRefusal } from './trigger';

export type { ProviderRequest } from './providers';

interface PagesOptions {
  readonly target: Target;
  readonly users: PoolUsers;
  readonly clients: AppClients;
  readonly tokens: Tokens;
  readonly askProvider: ProviderRequest;
}

/** What a client asked for, as far as it was right. */
interface Wanted {
  readonly client: AppClient;
  readonly redirectUri: string;
  readonly state: string | undefined;
  readonly scopes: readonly string[];
  readonly challenge: string | undefined;
  readonly nonce: string | undefined;
}

/** A sign-in that waits for the provider's answer. */
interface Begun {
  readonly wanted: Wanted;
  readonly provider: Provider;
  readonly nonce: string;
}

interface Code {
  readonly tokens: TokenSet;
  readonly wanted: Wanted;
  readonly until: number;
}

/** Of answers for clients of OAuth, which take no other type. https://www.rfc-editor.org/rfc/rfc6749#section-5.2 */
const oauthJson = 'application/json;charset=UTF-8';

/** Lifetimes in seconds: of a code, and of the cookie of the pages. */
const codeSeconds = 300;
const cookieSeconds = 3600;

/**
 * The sign-in domain of a user pool: pages, the token endpoint, and the way to the company's provider and back.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/managed-login-endpoints.html
 * A class: it holds sign-ins, codes and sessions.
 */
export class SignInPages {
  readonly #options: PagesOptions;
  readonly #begun = new Map<string, Begun>();
  readonly #codes = new Map<string, Code>();
  /** Sessions of browsers, by their cookie. */
  readonly #sessions = new Map<string, { readonly signIn: SignIn; readonly until: number }>();

  constructor(options: PagesOptions) {
    this.#options = options;
  }

  /** Answers a request at a domain. */
  async serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const url = new URL(incoming.url ?? '/', `https://${incoming.headers.host ?? ''}`);
    const poolId = await this.#poolOf(url.hostname);
    if (poolId === undefined) {
      sendPage(outgoing, 404, 'There is no such domain.');
      return;
    }
    const body = incoming.method === 'POST' ? new URLSearchParams(await readBody(incoming)) : undefined;
    const request = { url, poolId, body, cookie: cookieIn(incoming), outgoing };
    const pages: Readonly<Record<string, ((request: PageRequest) => Promise<void>) | undefined>> = {
      'GET /oauth2/authorize': (own) => this.#authorize(own),
      'POST /login': (own) => this.#login(own),
      'GET /oauth2/idpresponse': (own) => this.#fromOidc(own),
      'POST /saml2/idpresponse': (own) => this.#fromSaml(own),
      'POST /oauth2/token': (own) => this.#token(own),
      'POST /oauth2/revoke': (own) => this.#revoke(own),
      'GET /logout': (own) => this.#logout(own),
    };
    // pages of every host may ask for tokens and revoke them (CORS)
    if (/^\/oauth2\/(token|revoke)$/.test(url.pathname))
      outgoing.setHeader('access-control-allow-origin', '*');
    const page = pages[`${incoming.method ?? 'GET'} ${url.pathname}`];
    if (page) await page(request);
    else sendPage(outgoing, 404, 'There is no such page.');
  }

  /** The pool with this domain. */
  async #poolOf(host: string): Promise<string | undefined> {
    const [prefix = ''] = host.split('.auth.');
    const { DomainDescription: domain } = await cognito(this.#options.target, 'DescribeUserPoolDomain', {
      Domain: host.includes('.auth.') ? prefix : host,
    });
    return isObject(domain) ? text(domain, 'UserPoolId') : undefined;
  }

  /** https://docs.aws.amazon.com/cognito/latest/developerguide/authorization-endpoint.html */
  async #authorize({ url, poolId, cookie, outgoing }: PageRequest): Promise<void> {
    const wanted = await this.#wantedIn(url.searchParams, poolId, outgoing);
    if (!wanted) return;
    const offered = strings(wanted.client.settings, 'SupportedIdentityProviders');
    const named = url.searchParams.get('identity_provider');
    if (named !== null && !offered.includes(named)) {
      sendBack(outgoing, wanted, { error: 'invalid_request', error_description: 'Unknown provider' });
      return;
    }
    const session = cookie === undefined ? undefined : this.#sessions.get(cookie);
    if (named === null && session && session.until > Date.now() && session.signIn.poolId === poolId) {
      await this.#finish(outgoing, wanted, session.signIn);
      return;
    }
    const [only, ...others] = offered;
    const chosen = named ?? (others.length === 0 ? only : undefined);
    if (chosen !== undefined && chosen !== 'COGNITO') await this.#toProvider(url, wanted, chosen, outgoing);
    else sendLogin(outgoing, url, offered);
  }

  /** What a request at the authorize endpoint wants; it is answered where it is wrong. */
  async #wantedIn(
    parameters: URLSearchParams,
    poolId: string,
    outgoing: ServerResponse,
  ): Promise<Wanted | undefined> {
    const client = await this.#options.clients.find(parameters.get('client_id') ?? '');
    const redirectUri = parameters.get('redirect_uri') ?? '';
    if (client?.poolId !== poolId) {
      sendPage(outgoing, 400, 'Invalid client');
      return undefined;
    }
    const { settings } = client;
    if (!strings(settings, 'CallbackURLs').includes(redirectUri)) {
      sendPage(outgoing, 400, 'An error was encountered with the requested page: redirect_mismatch');
      return undefined;
    }
    const allowed = strings(settings, 'AllowedOAuthScopes');
    const scopes = parameters.get('scope')?.split(' ') ?? allowed;
    const challenge = parameters.get('code_challenge') ?? undefined;
    const wanted = {
      client,
      redirectUri,
      state: parameters.get('state') ?? undefined,
      scopes,
      challenge,
      nonce: parameters.get('nonce') ?? undefined,
    };
    const isCode = parameters.get('response_type') === 'code';
    const error =
      settings.AllowedOAuthFlowsUserPoolClient !== true ||
      !strings(settings, 'AllowedOAuthFlows').includes(isCode ? 'code' : 'implicit')
        ? 'unauthorized_client'
        : !isCode || (challenge !== undefined && parameters.get('code_challenge_method') !== 'S256')
          ? 'invalid_request'
          : scopes.every((scope) => allowed.includes(scope))
            ? undefined
            : 'invalid_scope';
    if (error === undefined) return wanted;
    sendBack(outgoing, wanted, { error });
    return undefined;
  }

  async #toProvider(url: URL, wanted: Wanted, name: string, outgoing: ServerResponse): Promise<void> {
    const provider = await this.#provider(wanted.client.poolId, name);
    const state = randomBytes(24).toString('base64url');
    const nonce = randomBytes(24).toString('base64url');
    this.#begun.set(state, { wanted, provider, nonce });
    const begin = { origin: url.origin, poolId: wanted.client.poolId, state, nonce };
    redirect(outgoing, await beginAtProvider(provider, begin, this.#options.askProvider));
  }

  async #provider(UserPoolId: string, ProviderName: string): Promise<Provider> {
    const request = { UserPoolId, ProviderName };
    const { IdentityProvider: provider } = await cognito(
      this.#options.target,
      'DescribeIdentityProvider',
      request,
    );
    if (!isObject(provider)) throw new Error(`no provider ${ProviderName}`);
    return {
      name: ProviderName,
      type: text(provider, 'ProviderType') ?? '',
      details: isObject(provider.ProviderDetails) ? provider.ProviderDetails : {},
      mapping: isObject(provider.AttributeMapping) ? provider.AttributeMapping : {},
    };
  }

  /** A user of the pool's own signs in with a password. */
  async #login({ url, poolId, body, outgoing }: PageRequest): Promise<void> {
    const wanted = await this.#wantedIn(url.searchParams, poolId, outgoing);
    if (!wanted) return;
    const offered = strings(wanted.client.settings, 'SupportedIdentityProviders');
    const name = body?.get('username') ?? '';
    const parameters = { USERNAME: name, PASSWORD: body?.get('password') ?? '' };
    const checked = offered.includes('COGNITO')
      ? await cognito(this.#options.target, 'InitiateAuth', {
          AuthFlow: 'USER_PASSWORD_AUTH',
          ClientId: wanted.client.id,
          AuthParameters: parameters,
        }).catch(() => ({}))
      : {};
    const { AuthenticationResult: result } = checked as JsonObject;
    if (!isObject(result)) {
      sendLogin(outgoing, url, offered, 'Incorrect username or password.');
      return;
    }
    const { username } = claimsOf(text(result, 'AccessToken') ?? '');
    await this.#signedIn(outgoing, wanted, String(username));
  }

  async #fromOidc({ url, outgoing }: PageRequest): Promise<void> {
    await this.#fromProvider(outgoing, url.searchParams.get('state'), (begun) =>
      oidcAnswer(begun, url, this.#options.askProvider),
    );
  }

  async #fromSaml({ url, body, poolId, outgoing }: PageRequest): Promise<void> {
    const audience = `urn:amazon:cognito:sp:${poolId}`;
    await this.#fromProvider(outgoing, body?.get('RelayState') ?? null, (begun) =>
      samlAnswer(
        begun,
        { assertion: body?.get('SAMLResponse') ?? '', audience, origin: url.origin },
        this.#options.askProvider,
      ),
    );
  }

  /** Goes on with a sign-in after the provider's answer. */
  async #fromProvider(
    outgoing: ServerResponse,
    state: string | null,
    read: (begun: Begun) => Promise<{ readonly subject: string; readonly values: JsonObject }>,
  ): Promise<void> {
    const begun = this.#begun.get(state ?? '');
    if (!begun) {
      sendPage(outgoing, 400, 'Invalid state');
      return;
    }
    this.#begun.delete(state ?? '');
    const { wanted, provider } = begun;
    try {
      const { subject, values } = await read(begun);
      const attributes = attributesFor(
        provider,
        values,
        strings(wanted.client.settings, 'WriteAttributes'),
        wanted.client.pool,
      );
      const identity = { userId: subject, providerName: provider.name, providerType: provider.type };
      const user = await this.#options.users.fromProvider(wanted.client.poolId, identity, attributes);
      await this.#signedIn(outgoing, wanted, user.name);
    } catch (error) {
      if (!(error instanceof ProviderRefusal)) throw error;
      sendBack(outgoing, wanted, { error: 'invalid_request', error_description: error.message });
    }
  }

  /** Somebody has just signed in: their browser gets a session. */
  async #signedIn(outgoing: ServerResponse, wanted: Wanted, userName: string): Promise<void> {
    const { client, scopes } = wanted;
    const authTime = Math.floor(Date.now() / 1000);
    const signIn = { clientId: client.id, poolId: client.poolId, userName, scopes, authTime };
    const cookie = randomBytes(24).toString('base64url');
    this.#sessions.set(cookie, { signIn, until: Date.now() + cookieSeconds * 1000 });
    outgoing.setHeader('set-cookie', `cognito=${cookie}; Path=/; Secure; HttpOnly; SameSite=Lax`);
    await this.#finish(outgoing, wanted, signIn);
  }

  /** Sends the browser back with a code for tokens, or with the reason why there are none. */
  async #finish(outgoing: ServerResponse, wanted: Wanted, signIn: SignIn): Promise<void> {
    try {
      const { client, scopes, nonce } = wanted;
      const own = { ...signIn, clientId: client.id, scopes };
      const tokens = await this.#options.tokens.first(own, 'TokenGeneration_HostedAuth', nonce);
      const code = randomBytes(24).toString('base64url');
      this.#codes.set(code, { tokens, wanted, until: Date.now() + codeSeconds * 1000 });
      sendBack(outgoing, wanted, { code });
    } catch (error) {
      if (!(error instanceof TriggerRefusal || error instanceof TokenRefusal)) throw error;
      sendBack(outgoing, wanted, { error: 'invalid_request', error_description: error.message });
    }
  }

  /** https://docs.aws.amazon.com/cognito/latest/developerguide/token-endpoint.html */
  async #token({ body, outgoing }: PageRequest): Promise<void> {
    const parameters = body ?? new URLSearchParams();
    try {
      const tokens =
        parameters.get('grant_type') === 'refresh_token'
          ? await this.#options.tokens.again(
              parameters.get('refresh_token') ?? '',
              parameters.get('client_id') ?? '',
            )
          : this.#redeem(parameters);
      sendJson(
        outgoing,
        200,
        {
          access_token: tokens.access,
          id_token: tokens.id,
          ...(tokens.refresh !== undefined && { refresh_token: tokens.refresh }),
          expires_in: tokens.expiresInSeconds,
          token_type: 'Bearer',
        },
        oauthJson,
      );
    } catch (error) {
      if (!(error instanceof TriggerRefusal || error instanceof TokenRefusal)) throw error;
      sendJson(outgoing, 400, { error: 'invalid_grant', error_description: error.message }, oauthJson);
    }
  }

  /** The tokens of a code, once. @throws TokenRefusal */
  #redeem(parameters: URLSearchParams): TokenSet {
    const code = parameters.get('code') ?? '';
    const found = this.#codes.get(code);
    this.#codes.delete(code);
    if (!found || found.until < Date.now()) throw new TokenRefusal('no such code');
    const { wanted, tokens } = found;
    const verifier = parameters.get('code_verifier');
    const challenge =
      verifier === null ? undefined : createHash('sha256').update(verifier).digest('base64url');
    const isRight =
      parameters.get('client_id') === wanted.client.id &&
      parameters.get('redirect_uri') === wanted.redirectUri &&
      challenge === wanted.challenge;
    if (!isRight) throw new TokenRefusal('the code is for another request');
    return tokens;
  }

  /** https://docs.aws.amazon.com/cognito/latest/developerguide/revocation-endpoint.html */
  #revoke({ body, outgoing }: PageRequest): Promise<void> {
    this.#options.tokens.revoke(body?.get('token') ?? '', body?.get('client_id') ?? '');
    outgoing.writeHead(200).end();
    return Promise.resolve();
  }

  /** https://docs.aws.amazon.com/cognito/latest/developerguide/logout-endpoint.html */
  async #logout({ url, poolId, cookie, outgoing }: PageRequest): Promise<void> {
    const client = await this.#options.clients.find(url.searchParams.get('client_id') ?? '');
    const target = url.searchParams.get('logout_uri') ?? '';
    if (client?.poolId !== poolId || !strings(client.settings, 'LogoutURLs').includes(target)) {
      sendPage(outgoing, 400, 'An error was encountered with the requested page: invalid logout_uri');
      return;
    }
    if (cookie !== undefined) this.#sessions.delete(cookie);
    outgoing.setHeader('set-cookie', 'cognito=; Path=/; Max-Age=0; Secure; HttpOnly');
    redirect(outgoing, target);
  }
}

interface PageRequest {
  readonly url: URL;
  readonly poolId: string;
  readonly body: URLSearchParams | undefined;
  /** The cookie of the pages. */
  readonly cookie: string | undefined;
  readonly outgoing: ServerResponse;
}

const cookieIn = ({ headers }: IncomingMessage) => /(?:^|; )cognito=([\w-]+)/.exec(headers.cookie ?? '')?.[1];

/** Sends the browser back to the client, with a code or an error. */
function sendBack(
  outgoing: ServerResponse,
  { redirectUri, state }: Wanted,
  answer: Readonly<Record<string, string>>,
): void {
  const url = new URL(redirectUri);
  url.search = new URLSearchParams({ ...answer, ...(state !== undefined && { state }) }).toString();
  redirect(outgoing, url.href);
}

function redirect(outgoing: ServerResponse, location: string): void {
  outgoing.writeHead(302, { location }).end();
}

/** The page that asks for a password, or for a provider. */
function sendLogin(
  outgoing: ServerResponse,
  { search, searchParams }: URL,
  offered: readonly string[],
  refusal = '',
): void {
  const providers = offered
    .filter((name) => name !== 'COGNITO')
    .map((name) => {
      const query = new URLSearchParams([...searchParams, ['identity_provider', name]]).toString();
      return `<a href="/oauth2/authorize?${escaped(query)}">${escaped(name)}</a>`;
    });
  const form =
    `<form method="post" action="/login${escaped(search)}">` +
    '<input name="username"><input type="password" name="password"><button>Sign in</button></form>';
  sendPage(
    outgoing,
    200,
    `<p>${escaped(refusal)}</p>${providers.join('')}${offered.includes('COGNITO') ? form : ''}`,
  );
}

function sendPage(outgoing: ServerResponse, status: number, html: string): void {
  outgoing.writeHead(status, { 'content-type': 'text/html; charset=utf-8' });
  outgoing.end(`<!doctype html><title>Sign in</title>${html}`);
}

const escaped = (value: string) =>
  value.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
