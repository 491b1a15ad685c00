import { cognitoTarget } from '../../../api/cognito';
import type { Gap, Reply } from '../call';
import { isObject, text } from '../../shared/json';
import { jsonError, readJson, withJson } from '../json-body';

/** Operations that send or answer a pool's settings, or delete it. */
const operations = new Set(['CreateUserPool', 'DescribeUserPool', 'UpdateUserPool', 'DeleteUserPool']);

/**
 * User pools keep their feature plan and cannot be deleted while their deletion protection is active.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPool.html
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-deletion-protection.html
 */
export function userPools(): Gap {
  const tiers = new Map<string, string>();
  return async (call, forward) => {
    if (call.service !== 'cognito-idp' || !operations.has(call.operation)) return forward(call);
    const request = readJson(call);
    const id = text(request, 'UserPoolId');
    if (call.operation === 'DeleteUserPool') {
      const described = await forward({
        ...call,
        headers: { ...call.headers, 'x-amz-target': `${cognitoTarget}DescribeUserPool` },
      });
      return pool(described)?.DeletionProtection === 'ACTIVE' ? deletionProtected : forward(call);
    }
    const reply = await forward(call);
    const tier = text(request, 'UserPoolTier');
    if (id !== undefined && tier !== undefined) tiers.set(id, tier);
    const answered = pool(reply);
    if (!answered) return reply;
    const answeredId = text(answered, 'Id') ?? '';
    if (call.operation === 'CreateUserPool') tiers.set(answeredId, tier ?? 'ESSENTIALS');
    return withJson(reply, { UserPool: { ...answered, UserPoolTier: tiers.get(answeredId) } });
  };
}

function pool(reply: Reply) {
  const { UserPool: answered } = readJson(reply);
  return isObject(answered) ? answered : undefined;
}

const deletionProtected = jsonError(
  'InvalidParameterException',
  'The user pool cannot be deleted because deletion protection is activated. Deletion protection must be inactivated first.',
);
