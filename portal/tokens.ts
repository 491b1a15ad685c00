import { claimsIn } from '../api/token-claims';

/** The tokens of somebody who is signed in. They are in the memory of the page only, and gone with it. */
export interface Tokens {
  readonly accessToken: string;
  /** In milliseconds since 1970. */
  readonly expiresAt: number;
  readonly refreshToken?: string | undefined;
}

/** @param expiresIn seconds, as the service says; undefined if it does not say */
export function expiryOf(expiresIn: number | undefined, now: number): number {
  return now + (expiresIn ?? 300) * 1000;
}

/** The name in an access token, to show it. Nothing is decided by it, so nothing is verified. */
export function nameIn(accessToken: string, claim: string): string {
  const name = claimsIn(accessToken)?.[claim];
  return typeof name === 'string' && name !== '' ? name : 'unknown';
}
