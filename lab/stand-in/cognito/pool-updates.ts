import { cognitoTarget } from '../../../api/cognito';
import type { Gap } from '../call';
import { isObject } from '../../shared/json';
import { readJson, withJson } from '../json-body';

/** Settings that only the creation of a pool can set. */
const immutable = ['AliasAttributes', 'UsernameAttributes', 'UsernameConfiguration'];

/**
 * As in AWS, an update resets settings that it leaves out, but not those that it cannot name; moto resets these, too.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserPool.html
 */
export const poolUpdates: Gap = async (call, forward) => {
  if (call.service !== 'cognito-idp' || call.operation !== 'UpdateUserPool') return forward(call);
  const headers = { ...call.headers, 'x-amz-target': `${cognitoTarget}DescribeUserPool` };
  const { UserPool: pool } = readJson(await forward({ ...call, headers, operation: 'DescribeUserPool' }));
  if (!isObject(pool)) return forward(call);
  const kept = Object.fromEntries(
    immutable.flatMap((field) => (field in pool ? [[field, pool[field]]] : [])),
  );
  return forward(withJson(call, { ...readJson(call), ...kept }));
};
