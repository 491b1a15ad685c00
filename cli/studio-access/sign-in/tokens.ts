import { claimsIn } from '../../../api/token-claims';

/** What a sign-in or a refresh gives. */
export interface Tokens {
  readonly accessToken: string;
  /** Milliseconds since 1970, by this computer's clock, which may be wrong: the provider says how long, not until when. */
  readonly accessTokenExpiresAt: number;
  /** @default the provider gives none, or the earlier one stays valid */
  readonly refreshToken?: string;
  /** @default the provider gives none */
  readonly idToken?: string;
}

/** Lifetime of an access token if the provider does not say it: https://www.rfc-editor.org/rfc/rfc6749#section-5.1 */
const usualLifetimeSeconds = 300;

/**
 * When an access token expires, in milliseconds since 1970.
 *
 * @param lifetimeSeconds as the provider says; undefined: 300, as the provider does not say
 * @param now when the token came, in milliseconds since 1970
 */
export function expiryOf(lifetimeSeconds: number | undefined, now: number): number {
  return now + (lifetimeSeconds ?? usualLifetimeSeconds) * 1000;
}

/**
 * Whose tokens these are, for messages only: nothing is decided by it, so nothing is verified. Cognito names the user in the
 * access token, others name people in the ID token.
 */
export function userOf({ accessToken, idToken }: Tokens): string {
  const access = claimsIn(accessToken) ?? {};
  const id = claimsIn(idToken ?? '') ?? {};
  const names = [access.username, id.preferred_username, id.upn, id.email, id.sub, access.sub];
  return names.find((name): name is string => typeof name === 'string' && name !== '') ?? 'unknown';
}
