import type { Gap } from '../call';
import { isObject } from '../../shared/json';
import { readJson, withJson } from '../json-body';

/** Chosen when a pool is created and never again. */
const immutable = ['AliasAttributes', 'UsernameAttributes', 'UsernameConfiguration'];

/**
 * An update resets what it leaves out, as AWS does, but not what an update cannot name; moto resets that, too.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserPool.html
 */
export const poolUpdates: Gap = async (call, forward) => {
  if (call.service !== 'cognito-idp' || call.operation !== 'UpdateUserPool') return forward(call);
  const headers = { ...call.headers, 'x-amz-target': 'AWSCognitoIdentityProviderService.DescribeUserPool' };
  const { UserPool: pool } = readJson(await forward({ ...call, headers, operation: 'DescribeUserPool' }));
  if (!isObject(pool)) return forward(call);
  const kept = Object.fromEntries(
    immutable.flatMap((field) => (field in pool ? [[field, pool[field]]] : [])),
  );
  return forward(withJson(call, { ...readJson(call), ...kept }));
};
