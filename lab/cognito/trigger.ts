import { isObject, strings, text, type JsonObject } from '../shared/json';
import type { AppClient } from './app-clients';
import type { PoolUser } from './pool-users';

/** How an invocation of a trigger ended. */
type TriggerOutcome =
  { readonly result: unknown } | { readonly error: { readonly errorMessage: string } } | 'late';

/** Invokes a function on behalf of a user pool. @throws when its policy does not let the pool */
export type InvokeTrigger = (functionArn: string, event: object, poolArn: string) => Promise<TriggerOutcome>;

/** Why the trigger runs. */
export type TriggerSource =
  'TokenGeneration_HostedAuth' | 'TokenGeneration_Authentication' | 'TokenGeneration_RefreshTokens';

/** What the trigger changes in the access token. */
export interface TokenChanges {
  readonly claims: JsonObject;
  readonly suppressed: readonly string[];
}

/** The trigger refused the sign-in; the message is what Cognito shows. */
export class TriggerRefusal extends Error {
  constructor(message: string) {
    super(`PreTokenGeneration failed with error ${message}.`);
  }
}

interface Asked {
  readonly client: AppClient;
  readonly user: PoolUser;
  readonly source: TriggerSource;
  readonly scopes: readonly string[];
  readonly region: string;
}

const nothing: TokenChanges = { claims: {}, suppressed: [] };

/**
 * Asks the pool's trigger, if it has one, before tokens are made.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
 * @throws TriggerRefusal when the function fails, or may not be invoked
 */
export async function askTrigger(asked: Asked, invoke: InvokeTrigger): Promise<TokenChanges> {
  const { pool } = asked.client;
  const { LambdaConfig: config } = pool;
  const { PreTokenGenerationConfig: versioned } = isObject(config) ? config : {};
  const arn = isObject(versioned) ? text(versioned, 'LambdaArn') : undefined;
  if (arn === undefined) return nothing;
  const version = isObject(versioned) && versioned.LambdaVersion === 'V2_0' ? '2' : '1';
  const outcome = await invoke(arn, eventOf(asked, version), text(pool, 'Arn') ?? '').catch(
    (error: unknown) => ({ error: { errorMessage: String(error) } }),
  );
  if (outcome === 'late') throw new TriggerRefusal('the function timed out');
  if ('error' in outcome) throw new TriggerRefusal(outcome.error.errorMessage);
  // version 1 changes ID tokens only
  return version === '2' ? changesIn(outcome.result) : nothing;
}

function eventOf({ client, user, source, scopes, region }: Asked, version: string): object {
  return {
    version,
    triggerSource: source,
    region,
    userPoolId: client.poolId,
    userName: user.name,
    callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: client.id },
    request: {
      userAttributes: { ...user.attributes, 'cognito:user_status': user.status },
      groupConfiguration: { groupsToOverride: [], iamRolesToOverride: [], preferredRole: null },
      ...(version === '2' && { scopes }),
    },
    response: version === '2' ? { claimsAndScopeOverrideDetails: null } : { claimsOverrideDetails: null },
  };
}

/** Claims that a function cannot change. */
const fixed = new Set([
  'acr',
  'amr',
  'at_hash',
  'auth_time',
  'azp',
  'exp',
  'iat',
  'iss',
  'jti',
  'nbf',
  'nonce',
  'origin_jti',
  'sub',
  'token_use',
  'version',
  'client_id',
  'username',
  'device_key',
  'event_id',
  'scope',
]);

function changesIn(result: unknown): TokenChanges {
  const path = ['response', 'claimsAndScopeOverrideDetails', 'accessTokenGeneration'];
  const changes = path.reduce<unknown>((value, name) => (isObject(value) ? value[name] : undefined), result);
  if (!isObject(changes)) return nothing;
  const claims = isObject(changes.claimsToAddOrOverride) ? changes.claimsToAddOrOverride : {};
  return {
    claims: Object.fromEntries(Object.entries(claims).filter(([name]) => !fixed.has(name))),
    suppressed: strings(changes, 'claimsToSuppress').filter((name) => !fixed.has(name)),
  };
}
