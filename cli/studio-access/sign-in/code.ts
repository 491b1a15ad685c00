import * as oauth from 'openid-client';
import { Failure } from '../failure';
import type { Fetch } from '../network/fetch';
import { secret } from '../secrets';
import { oneLine } from '../printable';
import type { CodeSettings } from '../settings/schema';
import type { Provider } from './provider';
import { expiryOf, type Tokens } from './tokens';

/** A sign-in that has begun: the page to open, and how it ends. */
export interface CodeSignIn {
  /** Address of the sign-in page. A code that it leads to is worthless without the verifier; its state tells this sign-in from others. */
  readonly page: string;
  /** Whether a callback belongs to this sign-in: any page that the browser shows can call the listener. */
  readonly isOurs: (callback: URL) => boolean;
  /** Exchanges the callback's code. @throws Failure with the provider's reason */
  readonly finish: (callback: URL) => Promise<Tokens>;
}

/**
 * Begins a sign-in by code with PKCE.
 * https://www.rfc-editor.org/rfc/rfc7636 · https://docs.aws.amazon.com/cognito/latest/developerguide/authorization-endpoint.html
 *
 * @param redirectAddress where the listener waits
 */
export async function beginCode(
  settings: CodeSettings,
  fetch: Fetch,
  redirectAddress: string,
): Promise<CodeSignIn> {
  const client = clientOf(settings, fetch);
  const pkceCodeVerifier = secret(oauth.randomPKCECodeVerifier());
  const expectedState = oauth.randomState();
  const withIdToken = settings.scope.split(' ').includes('openid');
  const expectedNonce = withIdToken ? oauth.randomNonce() : undefined;
  const page = oauth.buildAuthorizationUrl(client, {
    redirect_uri: redirectAddress,
    scope: settings.scope,
    code_challenge: await oauth.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    state: expectedState,
    ...(expectedNonce !== undefined && { nonce: expectedNonce }),
  });
  return {
    page: page.href,
    isOurs: (callback) => callback.searchParams.get('state') === expectedState,
    finish: async (callback) => {
      secret(callback.searchParams.get('code') ?? '');
      return failingAs('sign_in_failed', async () =>
        tokensOf(
          await oauth.authorizationCodeGrant(client, callback, {
            pkceCodeVerifier,
            expectedState,
            ...(expectedNonce !== undefined && { expectedNonce }),
            idTokenExpected: withIdToken,
          }),
        ),
      );
    },
  };
}

/** Sessions of a sign-in by code. */
export function codeProvider(settings: CodeSettings, fetch: Fetch): Provider {
  const client = clientOf(settings, fetch);
  return {
    refresh: async (refreshToken) => {
      try {
        return tokensOf(await oauth.refreshTokenGrant(client, refreshToken));
      } catch (error) {
        if (error instanceof oauth.ResponseBodyError && error.error === 'invalid_grant') return undefined;
        throw asFailure(error, 'refresh_failed');
      }
    },
    revoke: async (refreshToken) => {
      if (settings.revocationEndpoint === undefined) return false;
      await failingAs('revocation_failed', () =>
        oauth.tokenRevocation(client, refreshToken, { token_type_hint: 'refresh_token' }),
      );
      return true;
    },
  };
}

function clientOf(settings: CodeSettings, fetch: Fetch): oauth.Configuration {
  const client = new oauth.Configuration(
    {
      issuer: settings.issuer,
      authorization_endpoint: settings.authorizationEndpoint,
      token_endpoint: settings.tokenEndpoint,
      ...(settings.revocationEndpoint !== undefined && { revocation_endpoint: settings.revocationEndpoint }),
    },
    settings.clientId,
    undefined,
    // a program on people's computers keeps no secret
    oauth.None(),
  );
  client[oauth.customFetch] = requestsBy(fetch);
  // marked as deprecated so that it stands out; the settings allow `http:` on this machine only
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  if (settings.tokenEndpoint.startsWith('http:')) oauth.allowInsecureRequests(client);
  return client;
}

/** The library's requests, over the company's proxy where there is one. */
function requestsBy(fetch: Fetch): oauth.CustomFetch {
  return async (address, { method, headers, body, redirect }) => {
    const form = body instanceof URLSearchParams ? body.toString() : undefined;
    const answer = await fetch(address, {
      method,
      headers,
      redirect,
      ...(form !== undefined && { body: form }),
    });
    const text = await answer.text();
    return new Response(text === '' ? null : text, { status: answer.status, headers: [...answer.headers] });
  };
}

function tokensOf(answer: oauth.TokenEndpointResponse): Tokens {
  const { access_token, refresh_token, id_token, expires_in } = answer;
  for (const token of [access_token, refresh_token, id_token]) if (token !== undefined) secret(token);
  return {
    accessToken: access_token,
    accessTokenExpiresAt: expiryOf(expires_in, Date.now()),
    ...(refresh_token !== undefined && { refreshToken: refresh_token }),
    ...(id_token !== undefined && { idToken: id_token }),
  };
}

async function failingAs<T>(code: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw asFailure(error, code);
  }
}

/**
 * A client that is not there. Entra ID calls it `unauthorized_client`, which elsewhere is one that may not do this.
 * https://www.rfc-editor.org/rfc/rfc6749#section-5.2 · https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes
 */
const isUnknownClient = ({ error, error_description: words = '' }: oauth.ResponseBodyError) =>
  error === 'invalid_client' || words.startsWith('AADSTS700016');

/** Characters that are shown of the provider's words. */
const mostWords = 500;

const inWords = (text: string) => oneLine(text, mostWords);

/** A failure in the provider's words; they come from outside, and through the browser. */
function asFailure(error: unknown, code: string): unknown {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if (cause instanceof Failure) return cause;
  if (error instanceof oauth.ResponseBodyError && isUnknownClient(error)) {
    return new Failure({
      code: 'settings_wrong',
      what: `The sign-in service does not know the client of the settings: ${inWords(error.error)}.`,
      todo: 'Ask your operator for new settings.',
    });
  }
  if (error instanceof oauth.AuthorizationResponseError || error instanceof oauth.ResponseBodyError) {
    const words = [error.error, error.error_description].filter((text) => text !== undefined).join(': ');
    return new Failure({
      code,
      what: `The sign-in service refused: ${inWords(words)}`,
      todo: 'Try again. If it lasts, tell your operator what it says.',
    });
  }
  if (error instanceof oauth.ClientError) {
    return new Failure({
      code: 'sign_in_unexpected',
      what: `The sign-in service answered something unexpected: ${inWords(error.message)}.`,
      todo: 'Try again. If it lasts, a proxy may answer in its place, or the settings are out of date: ask your operator.',
    });
  }
  return error;
}
