import type { Call, Forward, Gap } from '../call';
import { isObject, text } from '../../shared/json';
import { jsonReply, readJson } from '../json-body';

/**
 * In a pool that ignores case, names must differ in more than case; moto distinguishes case in every pool.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UsernameConfigurationType.html
 */
export function userNames(): Gap {
  /** Original names, by pool and name in lower case. */
  const given = new Map<string, string>();
  return async (call, forward) => {
    const { operation } = call;
    if (call.service !== 'cognito-idp' || !/^Admin(Create|Delete)User$/.test(operation)) return forward(call);
    const request = readJson(call);
    const name = text(request, 'Username') ?? '';
    const key = `${text(request, 'UserPoolId') ?? ''}/${name.toLowerCase()}`;
    const creates = operation === 'AdminCreateUser';
    const known = given.get(key);
    if (creates && known !== undefined && known !== name && (await ignoresCase(call, forward))) return exists;
    const reply = await forward(call);
    if (reply.status === 200 && creates) given.set(key, name);
    if (reply.status === 200 && !creates) given.delete(key);
    return reply;
  };
}

async function ignoresCase(call: Call, forward: Forward): Promise<boolean> {
  const headers = { ...call.headers, 'x-amz-target': 'AWSCognitoIdentityProviderService.DescribeUserPool' };
  const { UserPool: pool } = readJson(await forward({ ...call, headers, operation: 'DescribeUserPool' }));
  const configuration = isObject(pool) ? pool.UsernameConfiguration : undefined;
  return isObject(configuration) && configuration.CaseSensitive === false;
}

const exists = jsonReply({ __type: 'UsernameExistsException', message: 'User account already exists' }, 400);
