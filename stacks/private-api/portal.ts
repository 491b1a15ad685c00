import type { PortalSettings, PortalSignIn } from '../../api/portal';
import { portalRoute } from '../../api/routes';
import { profileClaim } from '../../api/sign-in';
import type { OidcIdentity } from '../../config/identity';
import type { EnvironmentStack } from '../../constructs/environment-stack';
import type { IdentityStack } from '../identity-stack';
import type { UserPool } from '../identity/cognito';

/** The one address of the page. @param apiUrl the API's address for clients whose DNS forwards its name */
export function portalUrlOf(apiUrl: string): string {
  return `${apiUrl}${portalRoute.path}`;
}

interface Deployed {
  readonly portalUrl: string;
  /** The page's own client. Undefined: it has none. */
  readonly portalClientId: string | undefined;
}

/** What the page has to know. */
export function portalSettings(
  stack: EnvironmentStack,
  { pool }: Pick<IdentityStack, 'pool'>,
  { portalUrl, portalClientId }: Deployed,
): PortalSettings {
  const { name: environment, portal, studio, identity } = stack.environment;
  const { name, help } = portal.operator;
  return {
    environment,
    portalUrl,
    operator: { ...(name !== undefined && { name }), ...(help !== undefined && { help }) },
    landingApps: studio.landing.apps,
    ...(studio.landing.default !== undefined && { landingDefault: studio.landing.default }),
    signIn: identity.oidc ? atProvider(identity.oidc) : atUserPool(stack, pool, portalClientId),
  };
}

/** A pool with sign-in pages signs in by code only. https://docs.aws.amazon.com/cognito/latest/developerguide/federation-endpoints.html */
function atUserPool(
  stack: EnvironmentStack,
  pool: UserPool | undefined,
  portalClientId: string | undefined,
): PortalSignIn {
  if (!pool) return { kind: 'none' };
  const { id, clientId, signInUrl } = pool;
  const { region } = stack.environment;
  const { dnsSuffix } = stack.partition;
  if (signInUrl === undefined || portalClientId === undefined) {
    // https://docs.aws.amazon.com/govcloud-us/latest/UserGuide/govcloud-cog.html
    const service = stack.partition.id === 'aws-us-gov' ? 'cognito-idp-fips' : 'cognito-idp';
    const endpoint = `https://${service}.${region}.${dnsSuffix}/`;
    return { kind: 'password', clientId, endpoint, nameClaim: 'username' };
  }
  return {
    kind: 'code',
    issuer: `https://cognito-idp.${region}.${dnsSuffix}/${id}`,
    clientId: portalClientId,
    scope: 'openid',
    authorizationEndpoint: `${signInUrl}/oauth2/authorize`,
    tokenEndpoint: `${signInUrl}/oauth2/token`,
    revocationEndpoint: `${signInUrl}/oauth2/revoke`,
    signOut: { kind: 'cognito', endpoint: `${signInUrl}/logout` },
    nameClaim: profileClaim,
  };
}

/** Without the scope `openid`: the page needs no ID token, and providers have issuers of their own for these. */
function atProvider({ issuer, scope, portal, profileClaim: nameClaim }: OidcIdentity): PortalSignIn {
  if (!portal) return { kind: 'none' };
  const { clientId, authorizationUrl, tokenUrl, endSessionUrl } = portal;
  return {
    kind: 'code',
    issuer,
    clientId,
    scope: scope.request,
    authorizationEndpoint: authorizationUrl,
    tokenEndpoint: tokenUrl,
    ...(endSessionUrl !== undefined && { signOut: { kind: 'openid', endpoint: endSessionUrl } }),
    nameClaim,
  };
}
