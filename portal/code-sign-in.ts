import * as oauth from 'oauth4webapi';
import type { PortalSettings, PortalSignIn } from '../api/portal';
import { pageRequestMilliseconds } from '../api/time-budget';
import type { Choice } from './choice';
import { SignInFailure } from './failure';
import { expiryOf, type Tokens } from './tokens';

type CodeSignIn = Extract<PortalSignIn, { kind: 'code' }>;

/** What must survive the way to the sign-in page and back. It is worthless without the code, and the code without it. */
export interface Begun {
  readonly verifier: string;
  readonly state: string;
  readonly nonce?: string | undefined;
  readonly choice: Choice;
  /** Whether the choice came with the address. */
  readonly isDirect: boolean;
}

const serverOf = (signIn: CodeSignIn): oauth.AuthorizationServer => ({
  issuer: signIn.issuer,
  authorization_endpoint: signIn.authorizationEndpoint,
  token_endpoint: signIn.tokenEndpoint,
  ...(signIn.revocationEndpoint !== undefined && { revocation_endpoint: signIn.revocationEndpoint }),
});

const options = () => ({ signal: AbortSignal.timeout(pageRequestMilliseconds) });

/**
 * Begins a sign-in by code with PKCE. https://www.rfc-editor.org/rfc/rfc7636
 *
 * @param isSomeoneElse asks the provider not to take the person whom it knows already
 */
export async function beginCode(
  { portalUrl }: PortalSettings,
  signIn: CodeSignIn,
  isSomeoneElse: boolean,
): Promise<Pick<Begun, 'verifier' | 'state' | 'nonce'> & { readonly page: string }> {
  const verifier = oauth.generateRandomCodeVerifier();
  const state = oauth.generateRandomState();
  const nonce = withIdToken(signIn) ? oauth.generateRandomNonce() : undefined;
  const page = new URL(signIn.authorizationEndpoint);
  const parameters = {
    response_type: 'code',
    client_id: signIn.clientId,
    redirect_uri: portalUrl,
    scope: signIn.scope,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    ...(nonce !== undefined && { nonce }),
    // https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest
    ...(isSomeoneElse && { prompt: 'login' }),
  };
  for (const [name, value] of Object.entries(parameters)) page.searchParams.set(name, value);
  return { verifier, state, nonce, page: page.href };
}

/** Exchanges the code that came back with the address. @throws SignInFailure */
export async function finishCode(
  { portalUrl }: PortalSettings,
  signIn: CodeSignIn,
  begun: Begun,
  answer: URLSearchParams,
): Promise<Tokens> {
  const server = serverOf(signIn);
  const client = { client_id: signIn.clientId };
  if (answer.get('state') !== begun.state) throw new SignInFailure('sign_in_stale');
  return failing(async () => {
    const parameters = oauth.validateAuthResponse(server, client, answer, begun.state);
    const response = await oauth.authorizationCodeGrantRequest(
      server,
      client,
      oauth.None(),
      parameters,
      portalUrl,
      begun.verifier,
      options(),
    );
    const result = await oauth.processAuthorizationCodeResponse(server, client, response, {
      expectedNonce: begun.nonce ?? oauth.expectNoNonce,
      requireIdToken: withIdToken(signIn),
    });
    return tokensOf(result);
  });
}

/** @returns undefined if the sign-in is over @throws SignInFailure if the service does not answer, or fails */
export async function refreshCode(signIn: CodeSignIn, refreshToken: string): Promise<Tokens | undefined> {
  const server = serverOf(signIn);
  const client = { client_id: signIn.clientId };
  return failing(async () => {
    const response = await oauth.refreshTokenGrantRequest(
      server,
      client,
      oauth.None(),
      refreshToken,
      options(),
    );
    try {
      const tokens = tokensOf(await oauth.processRefreshTokenResponse(server, client, response));
      return { ...tokens, refreshToken: tokens.refreshToken ?? refreshToken };
    } catch (error) {
      // https://www.rfc-editor.org/rfc/rfc6749#section-5.2: a refusal is 400 or 401; other statuses say nothing about the sign-in
      if (error instanceof oauth.ResponseBodyError && error.status < 500) return undefined;
      throw error;
    }
  });
}

/** Ends a sign-in: its refresh token works no longer. Nothing happens where tokens cannot be revoked. */
export async function revokeCode(signIn: CodeSignIn, refreshToken: string): Promise<void> {
  if (signIn.revocationEndpoint === undefined) return;
  const client = { client_id: signIn.clientId };
  await oauth.revocationRequest(serverOf(signIn), client, oauth.None(), refreshToken, options());
}

/**
 * The page that ends the browser's session at the sign-in, and leads back. Undefined: there is none.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/logout-endpoint.html
 * https://openid.net/specs/openid-connect-rpinitiated-1_0.html
 */
export function signOutPage({ portalUrl }: PortalSettings, signIn: CodeSignIn): string | undefined {
  if (signIn.signOut === undefined) return undefined;
  const { kind, endpoint } = signIn.signOut;
  const page = new URL(endpoint);
  page.searchParams.set('client_id', signIn.clientId);
  page.searchParams.set(kind === 'cognito' ? 'logout_uri' : 'post_logout_redirect_uri', portalUrl);
  return page.href;
}

function withIdToken({ scope }: CodeSignIn): boolean {
  return scope.split(' ').includes('openid');
}

function tokensOf(answer: oauth.TokenEndpointResponse): Tokens {
  return {
    accessToken: answer.access_token,
    refreshToken: answer.refresh_token,
    expiresAt: expiryOf(answer.expires_in, Date.now()),
  };
}

/** The provider's refusal, whose words come from outside and are shown as text only. */
async function failing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof oauth.AuthorizationResponseError || error instanceof oauth.ResponseBodyError) {
      const words = [error.error, error.error_description].filter((text) => text !== undefined).join(': ');
      throw new SignInFailure('sign_in_refused', words.replace(/[\p{Cc}\p{Cf}]+/gu, ' ').slice(0, 300));
    }
    if (error instanceof oauth.OperationProcessingError || error instanceof oauth.UnsupportedOperationError) {
      throw new SignInFailure('sign_in_refused');
    }
    throw new SignInFailure('sign_in_unreachable');
  }
}
