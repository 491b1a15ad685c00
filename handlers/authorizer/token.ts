import type { KeyObject } from 'node:crypto';
import type { JwtPayload } from 'jsonwebtoken';
import verify from 'jsonwebtoken/verify.js';
import { isObject } from '../../api/json';

/** Why a request is refused, as the code in the log. */
export const refusals = [
  'missing_token',
  'ambiguous_token',
  'wrong_scheme',
  'malformed_token',
  'wrong_algorithm',
  'critical_header',
  'unknown_key',
  'wrong_signature',
  'wrong_type',
  'wrong_issuer',
  'wrong_audience',
  'expired',
  'invalid_expiry',
  'not_yet_valid',
  'invalid_not_before',
  'wrong_use',
  'wrong_client',
  'wrong_scope',
] as const;
/** One of {@link refusals}. */
export type Refusal = (typeof refusals)[number];

/** The claims of a valid token, or why it is refused. */
export type Verdict = { readonly claims: Claims } | { readonly refused: Refusal };

/** The claims of a token, whose values may be of any type. */
export type Claims = Readonly<Record<string, unknown>>;

/** What the issuer's own access tokens say, beyond what every token says. */
export interface AccessTokenRules {
  /** What `aud` is or holds. Default: it is not looked at, as Cognito's access tokens have none. */
  readonly audience?: string;
  /** Whether the header's `typ` is one of an access token; undefined if there is none. */
  readonly acceptsType: (type: unknown) => boolean;
  /** Why the verified claims are not those of an access token for this API; undefined if they are. */
  readonly refusalOf: (claims: Claims) => Refusal | undefined;
}

/** What a token is checked against. */
export interface TokenRules {
  readonly issuer: string;
  readonly accessToken: AccessTokenRules;
  /** The issuer's public key of that id; undefined if it has none. Throws if the keys are unavailable. */
  readonly findKey: (kid: string) => Promise<KeyObject | undefined>;
  /** The time, in seconds since 1970. */
  readonly now: () => number;
}

/** A private API accepts 8,000 bytes of headers in all, so no longer token comes through it. */
const longestToken = 8192;
const longestKeyId = 256;

/**
 * Three segments of base64url, the last in its one canonical form: a decoder drops the spare bits of the last character, so
 * that several texts would pass as the same signature. https://www.rfc-editor.org/rfc/rfc4648#section-3.5
 */
const compactForm = /^[\w-]+\.[\w-]+\.(?=[\w-])(?:[\w-]{4})*(?:[\w-][AQgw]|[\w-]{2}[AEIMQUYcgkosw048])?$/;
/** The scheme in any case (RFC 9110 §11.1), then one or more spaces (RFC 6750 §2.1). */
const bearer = /^Bearer +/i;

/**
 * Takes the token out of the values of the `Authorization` header: exactly one value, `Bearer`, spaces, one token.
 * https://www.rfc-editor.org/rfc/rfc6750#section-2.1
 */
export function bearerToken(
  values: readonly string[],
): { readonly token: string } | { readonly refused: Refusal } {
  const [value, ...others] = values;
  if (value === undefined || value === '') return { refused: 'missing_token' };
  if (others.length > 0) return { refused: 'ambiguous_token' };
  const scheme = bearer.exec(value)?.[0];
  if (scheme === undefined) return { refused: 'wrong_scheme' };
  const token = value.slice(scheme.length);
  if (token.length > longestToken || !compactForm.test(token)) return { refused: 'malformed_token' };
  return { token };
}

/**
 * Verifies an access token: signature, issuer, audience, times, and what `accessToken` says about its issuer.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html
 * @throws whatever `findKey` throws, and nothing else
 */
export async function verifyToken(token: string, rules: TokenRules): Promise<Verdict> {
  const header = readHeader(token);
  if (header === undefined) return { refused: 'malformed_token' };
  if (header.alg !== 'RS256') return { refused: 'wrong_algorithm' };
  // RFC 7515 §4.1.11: a critical extension that is not understood makes the token invalid, and none is understood here
  if (Object.hasOwn(header, 'crit') || Object.hasOwn(header, 'b64')) return { refused: 'critical_header' };
  if (!rules.accessToken.acceptsType(header.typ)) return { refused: 'wrong_type' };
  const { kid } = header;
  if (typeof kid !== 'string' || kid === '' || kid.length > longestKeyId) return { refused: 'unknown_key' };
  const key = await rules.findKey(kid);
  if (key === undefined) return { refused: 'unknown_key' };

  let claims: JwtPayload | string;
  const { audience } = rules.accessToken;
  try {
    claims = verify(token, key, {
      algorithms: ['RS256'],
      issuer: rules.issuer,
      clockTimestamp: rules.now(),
      ...(audience !== undefined && { audience }),
    });
  } catch (error) {
    return { refused: refusalOf(error) };
  }
  const refused = refusalOfClaims(claims, rules.accessToken);
  return refused === undefined ? { claims: claims as JwtPayload } : { refused };
}

function readHeader(token: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const header: unknown = JSON.parse(
      Buffer.from(token.slice(0, token.indexOf('.')), 'base64url').toString(),
    );
    return isObject(header) ? header : undefined;
  } catch {
    return undefined;
  }
}

/** Two kinds of errors of jsonwebtoken have names of their own; the others differ by message only. */
function refusalOf(error: unknown): Refusal {
  if (!(error instanceof Error)) return 'malformed_token';
  if (error.name === 'TokenExpiredError') return 'expired';
  if (error.name === 'NotBeforeError') return 'not_yet_valid';
  if (error.message === 'invalid signature') return 'wrong_signature';
  if (error.message === 'invalid algorithm') return 'wrong_algorithm';
  if (error.message === 'invalid exp value') return 'invalid_expiry';
  if (error.message === 'invalid nbf value') return 'invalid_not_before';
  if (error.message.startsWith('jwt issuer invalid')) return 'wrong_issuer';
  if (error.message.startsWith('jwt audience invalid')) return 'wrong_audience';
  return 'malformed_token';
}

/** Checks what jsonwebtoken does not: it accepts a token without expiry, and does not know what it is for. */
function refusalOfClaims(claims: unknown, accessToken: AccessTokenRules): Refusal | undefined {
  if (!isObject(claims)) return 'malformed_token';
  if (!Number.isSafeInteger(claims.exp)) return 'invalid_expiry';
  return accessToken.refusalOf(claims);
}
