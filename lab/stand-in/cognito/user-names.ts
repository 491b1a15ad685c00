import type { Call, Forward, Gap } from '../call';
import { isObject, text } from '../../shared/json';
import { readJson, withJson } from '../json-body';

/**
 * A pool that ignores case keeps names in lower case: two users must differ in more, and every answer and token has the
 * name in lower case. moto tells names apart by case in every pool.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-case-sensitivity.html
 */
export function userNames(): Gap {
  return async (call, forward) => {
    if (call.service !== 'cognito-idp' || !call.operation.startsWith('Admin')) return forward(call);
    const request = readJson(call);
    const name = text(request, 'Username');
    const lowered = name?.toLowerCase();
    if (lowered === name || !(await ignoresCase(call, forward))) return forward(call);
    return forward(withJson(call, { ...request, Username: lowered }));
  };
}

async function ignoresCase(call: Call, forward: Forward): Promise<boolean> {
  const headers = { ...call.headers, 'x-amz-target': 'AWSCognitoIdentityProviderService.DescribeUserPool' };
  const { UserPool: pool } = readJson(await forward({ ...call, headers, operation: 'DescribeUserPool' }));
  const configuration = isObject(pool) ? pool.UsernameConfiguration : undefined;
  return isObject(configuration) && configuration.CaseSensitive === false;
}
