import { createHash, randomBytes } from 'node:crypto';
import { jwt } from '../unverified-token';

/** An answer over HTTP. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const html = (body: string): Answer => ({
  status: 200,
  headers: { 'Content-Type': 'text/html; charset=utf-8' },
  body: `<!doctype html><html lang="en"><title>Sign-in</title>${body}</html>`,
});
const json = (status: number, value: object): Answer => ({
  status,
  // pages of other hosts may ask: Cognito's answers allow every origin
  headers: { 'Content-Type': 'application/json', 'Access-Control-Allow-Origin': '*' },
  body: JSON.stringify(value),
});
const redirect = (to: string, headers: Readonly<Record<string, string>> = {}): Answer => ({
  status: 302,
  headers: { Location: to, ...headers },
  body: '',
});

interface Client {
  readonly id: string;
  readonly callback: string;
  readonly issuer: string;
  readonly claims: Readonly<Record<string, string>>;
}

/**
 * Sign-in pages as Cognito has them: code with PKCE, exact addresses, codes for one use, a session in a cookie, and a logout of
 * their own. https://docs.aws.amazon.com/cognito/latest/developerguide/federation-endpoints.html
 */
export class SignInPages {
  /** Everything secret that was given out or sent here. */
  readonly secrets = new Set<string>();
  readonly refreshTokens = new Set<string>();
  /** Whether the next authorization is refused. */
  refusesNext = false;
  /** Times somebody was asked who they are: not again while the session lasts. */
  asked = 0;
  private readonly codes = new Map<string, { readonly challenge: string; readonly nonce: string | null }>();

  constructor(
    private readonly client: Client,
    /** Lifetime of access tokens. */
    readonly lifetimeSeconds = 3600,
  ) {}

  answer(method: string, url: URL, body: string, cookie: string): Answer | undefined {
    switch (`${method} ${url.pathname}`) {
      case 'GET /oauth2/authorize':
        return this.authorize(url, cookie);
      case 'POST /oauth2/token':
        return this.token(new URLSearchParams(body));
      case 'POST /oauth2/revoke':
        this.refreshTokens.delete(new URLSearchParams(body).get('token') ?? '');
        return json(200, {});
      case 'GET /logout':
        return url.searchParams.get('logout_uri') === this.client.callback
          ? redirect(this.client.callback, { 'Set-Cookie': 'cognito=; Path=/; Secure; Max-Age=0' })
          : json(400, { error: 'redirect_mismatch' });
      default:
        return undefined;
    }
  }

  private authorize(url: URL, cookie: string): Answer {
    const asked = url.searchParams;
    const { callback, id } = this.client;
    if (asked.get('client_id') !== id || asked.get('redirect_uri') !== callback)
      return html('<p>Refused</p>');
    if (asked.get('code_challenge_method') !== 'S256') return html('<p>No PKCE</p>');
    const state = asked.get('state') ?? '';
    if (this.refusesNext) {
      this.refusesNext = false;
      const words = 'Nobody <b>here</b> is assigned to this application';
      return redirect(
        `${callback}?${new URLSearchParams({ error: 'access_denied', error_description: words, state }).toString()}`,
      );
    }
    if (!cookie.includes('cognito=alice') && !asked.has('as')) {
      this.asked += 1;
      asked.set('as', 'alice');
      return html(
        `<a id="alice" href="${url.pathname}?${asked.toString().replaceAll('&', '&amp;')}">alice</a>`,
      );
    }
    const code = `code-${randomBytes(12).toString('hex')}`;
    this.secrets.add(code);
    this.codes.set(code, { challenge: asked.get('code_challenge') ?? '', nonce: asked.get('nonce') });
    return redirect(`${callback}?${new URLSearchParams({ code, state }).toString()}`, {
      'Set-Cookie': 'cognito=alice; Path=/; Secure; HttpOnly',
    });
  }

  private token(form: URLSearchParams): Answer {
    if (form.get('client_id') !== this.client.id) return json(400, { error: 'invalid_client' });
    if (form.get('grant_type') === 'refresh_token') {
      return this.refreshTokens.has(form.get('refresh_token') ?? '')
        ? json(200, this.tokens(null, false))
        : json(400, { error: 'invalid_grant' });
    }
    const code = form.get('code') ?? '';
    const verifier = form.get('code_verifier') ?? '';
    this.secrets.add(verifier);
    const begun = this.codes.get(code);
    this.codes.delete(code);
    const isProven = begun?.challenge === createHash('sha256').update(verifier).digest('base64url');
    return begun && isProven && form.get('redirect_uri') === this.client.callback
      ? json(200, this.tokens(begun.nonce, true))
      : json(400, { error: 'invalid_grant' });
  }

  private tokens(nonce: string | null, isFirst: boolean) {
    const now = Math.floor(Date.now() / 1000);
    const { issuer, id, claims } = this.client;
    const refresh = `refresh-${randomBytes(40).toString('hex')}`;
    if (isFirst) this.refreshTokens.add(refresh);
    const access = jwt({
      ...claims,
      token_use: 'access',
      client_id: id,
      jti: randomBytes(8).toString('hex'),
    });
    const idToken = jwt({
      iss: issuer,
      aud: id,
      sub: 'x',
      iat: now,
      exp: now + 3600,
      ...(nonce !== null && { nonce }),
    });
    for (const secret of [access, idToken, refresh]) this.secrets.add(secret);
    return {
      access_token: access,
      id_token: idToken,
      ...(isFirst && { refresh_token: refresh }),
      token_type: 'Bearer',
      expires_in: this.lifetimeSeconds,
    };
  }
}
