import type { CognitoIdentityProvider } from '@cdktf/provider-aws/lib/cognito-identity-provider';
import {
  CognitoUserPoolClient,
  type CognitoUserPoolClientConfig,
} from '@cdktf/provider-aws/lib/cognito-user-pool-client';
import { loopbackCallbacks } from '../../api/sign-in';
import type { CognitoIdentity, Federation } from '../../config/identity';
import type { EnvironmentStack } from '../../constructs/environment-stack';
import { personAttribute, unusedAttribute } from './user-pool';

type Flows = Partial<CognitoUserPoolClientConfig>;

/** Where the sign-in pages may lead. */
interface Addresses {
  readonly callbackUrls: readonly string[];
  readonly signOutUrls: readonly string[];
}

/** Sign-in with a user name and a password, by Cognito's API. */
const withPassword: Flows = {
  explicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
  allowedOauthFlowsUserPoolClient: false,
  supportedIdentityProviders: ['COGNITO'],
  writeAttributes: [`custom:${unusedAttribute}`],
};

/**
 * Sign-in at the domain, by code. Every sign-in by Cognito's API gives the scope `aws.cognito.signin.user.admin`, with which
 * a user could write the attribute that names their profile: so the API only refreshes, and the scope is not among those of
 * the code. A list of flows without any would turn on SRP.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html
 */
function byCode(
  federation: Federation,
  providerName: string,
  { callbackUrls, signOutUrls }: Addresses,
): Flows {
  return {
    explicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'],
    allowedOauthFlowsUserPoolClient: true,
    allowedOauthFlows: ['code'],
    allowedOauthScopes: ['openid'],
    callbackUrls: [...callbackUrls],
    // also an empty list: without the argument, Terraform keeps earlier addresses
    logoutUrls: [...signOutUrls],
    supportedIdentityProviders: [...(federation.localUsers ? ['COGNITO'] : []), providerName],
    // Cognito writes what the provider says only into attributes that the client may write
    // https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-specifying-attribute-mapping.html
    writeAttributes: [
      `custom:${personAttribute}`,
      ...(federation.emailAttribute === undefined ? [] : ['email']),
    ],
  };
}

/** The app client of the API. @param provider the company's, of a pool that is federated */
export function addAppClient(
  stack: EnvironmentStack,
  { accessTokenMinutes, federation }: CognitoIdentity,
  userPoolId: string,
  provider: CognitoIdentityProvider | undefined,
): CognitoUserPoolClient {
  return new CognitoUserPoolClient(stack, 'app-client', {
    name: stack.physicalName('studio'),
    userPoolId,
    ...(federation && provider
      ? byCode(federation, provider.providerName, {
          callbackUrls: [...new Set([...loopbackCallbacks, ...federation.callbackUrls])],
          signOutUrls: federation.signOutUrls,
        })
      : withPassword),
    ...ofEveryClient(accessTokenMinutes),
  });
}

/**
 * The app client of the page, of a pool that is federated. It is a client of its own, in the stack of the API: its address is
 * known there.
 */
export function addPortalClient(
  stack: EnvironmentStack,
  accessTokenMinutes: number,
  federation: Federation,
  userPoolId: string,
  portalUrl: string,
): CognitoUserPoolClient {
  return new CognitoUserPoolClient(stack, 'portal-client', {
    name: stack.physicalName('portal'),
    userPoolId,
    ...byCode(federation, federation.providerName, { callbackUrls: [portalUrl], signOutUrls: [portalUrl] }),
    ...ofEveryClient(accessTokenMinutes),
  });
}

function ofEveryClient(accessTokenMinutes: number) {
  return {
    // a public client: command line and browser cannot keep a secret
    generateSecret: false,
    preventUserExistenceErrors: 'ENABLED',
    readAttributes: [`custom:${unusedAttribute}`],
    enableTokenRevocation: true,
    accessTokenValidity: accessTokenMinutes,
    idTokenValidity: accessTokenMinutes,
    // a working day, or longer: Cognito refuses one that is shorter than the other tokens' lifetime
    refreshTokenValidity: Math.max(12, Math.ceil(accessTokenMinutes / 60)),
    // the longest that Cognito has: setting up a second factor takes people a while
    authSessionValidity: 15,
    tokenValidityUnits: [{ accessToken: 'minutes', idToken: 'minutes', refreshToken: 'hours' }],
  };
}
