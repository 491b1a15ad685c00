import { cognitoTarget } from '../../../api/cognito';
import type { Call, Forward, Gap } from '../call';
import { isObject, strings, text, without, type JsonObject } from '../../shared/json';
import { jsonReply, readJson, withJson } from '../json-body';

/**
 * Changes of a user pool's tags; moto knows only the tags of the create request.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_TagResource.html
 */
export function poolTags(): Gap {
  const changed = new Map<string, JsonObject>();
  return async (call, forward) => {
    if (call.service !== 'cognito-idp') return forward(call);
    const request = readJson(call);
    if (['TagResource', 'UntagResource', 'ListTagsForResource'].includes(call.operation)) {
      const id = text(request, 'ResourceArn')?.split('/').at(-1) ?? '';
      const tags = changed.get(id) ?? (await currentTags(call, forward, id));
      if (call.operation === 'ListTagsForResource') return jsonReply({ Tags: tags });
      const added = isObject(request.Tags) ? request.Tags : {};
      changed.set(id, { ...without(tags, ...strings(request, 'TagKeys')), ...added });
      return jsonReply({});
    }
    if (call.operation === 'UpdateUserPool') {
      // an update does not lose the tags of the create request, as it does in moto
      const id = text(request, 'UserPoolId') ?? '';
      const sent = isObject(request.UserPoolTags) ? request.UserPoolTags : undefined;
      changed.set(id, sent ?? changed.get(id) ?? (await currentTags(call, forward, id)));
    }
    const reply = await forward(call);
    const tags = changed.get(text(request, 'UserPoolId') ?? '');
    const { UserPool: pool } = readJson(reply);
    return tags && isObject(pool) ? withJson(reply, { UserPool: { ...pool, UserPoolTags: tags } }) : reply;
  };
}

async function currentTags(call: Call, forward: Forward, id: string): Promise<JsonObject> {
  const headers = { ...call.headers, 'x-amz-target': `${cognitoTarget}DescribeUserPool` };
  const body = Buffer.from(JSON.stringify({ UserPoolId: id }));
  const { UserPool: pool } = readJson(
    await forward({ ...call, headers, body, operation: 'DescribeUserPool' }),
  );
  return isObject(pool) && isObject(pool.UserPoolTags) ? pool.UserPoolTags : {};
}
