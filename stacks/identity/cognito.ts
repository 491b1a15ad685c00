import { profileClaim } from '../../api/sign-in';
import type { CognitoIdentity } from '../../config/identity';
import type { EnvironmentStack } from '../../constructs/environment-stack';
import type { Trust } from '../../handlers/authorizer/environment';
import type { HandlerPackage } from '../../packaging/package';
import { addAppClient } from './app-client';
import { addFederation, signInUrlOf } from './federation';
import { addProfileClaimFunction, allowUserPool } from './profile-claim';
import { addUserPool } from './user-pool';
import { addUsers } from './users';

/** What the page's sign-in needs of the pool. */
export interface UserPool {
  readonly id: string;
  /** The app client of the command line. */
  readonly clientId: string;
  /** Address of the sign-in pages. Undefined: there are none, and people sign in with a password. */
  readonly signInUrl: string | undefined;
}

/**
 * A user pool with its app client and users, federated if the environment says so.
 * @returns the pool, and what the authorizer asks of its tokens
 */
export function addCognito(
  stack: EnvironmentStack,
  cognito: CognitoIdentity,
  code: HandlerPackage,
): { readonly trust: Extract<Trust, { kind: 'cognito' }>; readonly pool: UserPool } {
  const { federation } = cognito;
  const trigger = federation && addProfileClaimFunction(stack, federation, code);
  const pool = addUserPool(stack, cognito, trigger);
  if (trigger) allowUserPool(stack, trigger, pool.arn);
  const provider = federation && addFederation(stack, federation, pool.id);
  const client = addAppClient(stack, cognito, pool.id, provider);
  addUsers(stack, pool.id, federation);

  stack.addOutput('user_pool_id', pool.id, 'The Cognito user pool');
  stack.addOutput('app_client_id', client.id, 'The app client that tokens must be made for');
  const trust = {
    kind: 'cognito',
    // the original of Cognito's two forms: the provider has no argument for the other one (`IssuerConfiguration`)
    // https://docs.aws.amazon.com/cognito/latest/developerguide/federation-endpoints.html
    issuer: `https://cognito-idp.${stack.environment.region}.${stack.partition.dnsSuffix}/${pool.id}`,
    clientIds: [client.id],
    ...(federation && { profileClaim }),
  } as const;
  const signInUrl = federation && signInUrlOf(stack, federation);
  return { trust, pool: { id: pool.id, clientId: client.id, signInUrl } };
}
