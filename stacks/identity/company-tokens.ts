import type { OidcIdentity } from '../../config/identity';
import type { Trust } from '../../handlers/authorizer/environment';
import { packedFiles } from '../../packaging/packed-files';

/** What the authorizer asks of the company's own tokens. */
export function trustOf({ issuer, keys, audience, scope, clients, ...profile }: OidcIdentity): Trust {
  return {
    kind: 'oidc',
    issuer,
    ...(keys.jwksUri === undefined ? { jwksFile: packedFiles.signingKeys } : { jwksUri: keys.jwksUri }),
    audience,
    scope: scope.token,
    ...(clients && { clientIds: clients.ids, clientClaim: clients.claim }),
    profileClaim: profile.profileClaim,
    profileNamesFile: packedFiles.profileNames,
    deriveProfileNames: profile.deriveProfileNames,
  };
}
