import type { AccessTokenRules } from './token';

/**
 * The rules for access tokens of a Cognito user pool, which name their use and the app client in claims of Cognito's own. Their
 * header has no `typ`, and `aud` only where a client asked for it, so neither is looked at.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html
 * @param clientIds the app clients whose tokens are accepted
 */
export function cognitoTokens(clientIds: readonly unknown[]): AccessTokenRules {
  return {
    acceptsType: () => true,
    refusalOf: (claims) => {
      if (claims.token_use !== 'access') return 'wrong_use';
      if (!clientIds.includes(claims.client_id)) return 'wrong_client';
      return undefined;
    },
  };
}
