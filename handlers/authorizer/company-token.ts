import type { AccessTokenRules, Claims } from './token';

/** What makes a token of the company's identity provider an access token for this API. */
export interface CompanyTokenSettings {
  readonly audience: string;
  /** One scope, as it stands in the token. */
  readonly scope: string;
  /** Undefined: every client of the audience. */
  readonly clients: { readonly claim: string; readonly ids: readonly unknown[] } | undefined;
}

/** The types of access tokens, in lower case; `JWT` says nothing. https://www.rfc-editor.org/rfc/rfc9068#section-4 */
const types: readonly unknown[] = ['jwt', 'at+jwt', 'application/at+jwt'];

/**
 * Claims that OpenID Connect defines for ID tokens alone: hashes of what was issued beside them.
 * https://openid.net/specs/openid-connect-core-1_0.html#HybridIDToken
 * https://openid.net/specs/openid-financial-api-part-2-1_0.html#id-token-as-detached-signature
 */
const hashesOfIdTokens = ['at_hash', 'c_hash', 's_hash'];

/**
 * The rules for access tokens of the company's identity provider.
 *
 * An ID token is for the client and not for this API, and no provider marks it like another. What keeps it out is, in all of
 * them, the scope: no provider puts scopes into ID tokens, and a company that makes such a claim itself meets the marks below.
 * The audience does not suffice, as one registration may be both client and API. A `nonce` is no mark: Keycloak puts it into
 * access tokens too.
 */
export function companyTokens({ audience, scope, clients }: CompanyTokenSettings): AccessTokenRules {
  return {
    audience,
    acceptsType: (type) =>
      type === undefined || (typeof type === 'string' && types.includes(type.toLowerCase())),
    refusalOf: (claims) => {
      if (isMarkedAsOther(claims)) return 'wrong_use';
      if (clients !== undefined && !clients.ids.includes(own(claims, clients.claim))) return 'wrong_client';
      if (!holds(claims.scp, scope) && !holds(claims.scope, scope)) return 'wrong_scope';
      return undefined;
    },
  };
}

/** Whether a token says itself that it is something else than an access token: an ID token, a refresh token. */
function isMarkedAsOther(claims: Claims): boolean {
  const { typ, token_use: use } = claims;
  // Keycloak's access tokens have `Bearer`, its others `ID`, `Refresh`, `Offline`, `Logout`
  if (typ !== undefined && !(typeof typ === 'string' && typ.toLowerCase() === 'bearer')) return true;
  // user pools of Cognito, as somebody else's identity provider
  if (use !== undefined && use !== 'access') return true;
  return hashesOfIdTokens.some((name) => Object.hasOwn(claims, name));
}

/** Whether scopes, a list or a text divided by blanks, hold one. https://www.rfc-editor.org/rfc/rfc6749#section-3.3 */
function holds(scopes: unknown, scope: string): boolean {
  if (Array.isArray(scopes)) return scopes.includes(scope);
  return typeof scopes === 'string' && scopes.split(' ').includes(scope);
}

function own(claims: Claims, name: string): unknown {
  return Object.hasOwn(claims, name) ? claims[name] : undefined;
}
