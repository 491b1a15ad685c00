import { clientClaims } from '../../../api/sign-in';
import { claimsIn } from '../../../api/token-claims';
import type { Examined } from './check';

/** What an access token must say for the API to take it. */
export interface TokenExpectations {
  /** @default any */
  readonly issuer?: string;
  readonly clientId: string;
  /** Claim that names the person. @default none is looked for */
  readonly profileClaim?: string;
  /** Whether Cognito makes the tokens, which say what they are for. */
  readonly isCognito: boolean;
  /** Milliseconds since 1970, by the API's clock, which decides. */
  readonly now: number;
}

/**
 * What an access token says, and what the API will say to it. Nothing is verified, and of what it holds only what is wrong is
 * named.
 */
export function explainToken(token: string, expectations: TokenExpectations): Examined {
  const { issuer, clientId, profileClaim, isCognito, now } = expectations;
  const claims = claimsIn(token);
  const signIn = 'Run: studio-access logout, then: studio-access login.';
  const found = (cause: string, got: string, todo: string): Examined => ({ got, cause, todo, who: 'you' });
  if (!claims) {
    return {
      got: 'a token that nobody but its issuer can read',
      cause: 'no_jwt',
      todo: 'The API takes JSON Web Tokens only. The scope of the settings must name the API, and the provider must make such tokens for it.',
      who: 'sign-in administrator',
    };
  }
  const { iss, exp, nbf, token_use: use } = claims;
  if (issuer !== undefined && iss !== issuer)
    return found(
      'wrong_issuer',
      `issuer ${text(iss)}, where the API expects ${issuer}`,
      `The token is of another user pool or provider. ${signIn} If that does not help, ask for new settings.`,
    );
  const client = clientClaims.map((name) => claims[name]).find((value) => value !== undefined);
  if (client !== undefined && client !== clientId)
    return found(
      'wrong_client',
      `client ${text(client)}, where the settings say ${clientId}`,
      `The token was made for another client. ${signIn}`,
    );
  if (isCognito && use !== 'access')
    return found('wrong_use', `use ${text(use)}`, `This is no access token. ${signIn}`);
  const seconds = (value: unknown) => (typeof value === 'number' ? value * 1000 : undefined);
  const expiresAt = seconds(exp);
  if (expiresAt === undefined || expiresAt <= now)
    return found(
      'expired',
      `expired ${minutes(now - (expiresAt ?? now))} ago, by the API’s clock`,
      `The token has expired. ${signIn}`,
    );
  if ((seconds(nbf) ?? 0) > now)
    return found(
      'not_yet_valid',
      'not valid yet, by the API’s clock',
      'The clock of the sign-in service is ahead: wait, then try again.',
    );
  const profile = profileClaim === undefined ? undefined : claims[profileClaim];
  if (profileClaim !== undefined && (typeof profile !== 'string' || profile === '')) {
    return {
      got: `no claim ${profileClaim}`,
      cause: 'no_profile_claim',
      todo: `The provider does not put the claim ${profileClaim}, which names the person, into access tokens.`,
      who: 'sign-in administrator',
    };
  }
  return { got: `of the right issuer and client, good for ${minutes(expiresAt - now)}` };
}

function minutes(milliseconds: number): string {
  const count = Math.max(0, Math.round(milliseconds / 60_000));
  return `${count} minute${count === 1 ? '' : 's'}`;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value.replace(/[^\x20-\x7e]/g, '?').slice(0, 150) : 'none';
}
