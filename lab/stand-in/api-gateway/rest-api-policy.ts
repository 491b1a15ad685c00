import type { Call, Gap } from '../call';
import { objects, text, type JsonObject } from '../../shared/json';
import { readJson, withJson } from '../json-body';

/**
 * A REST API's policy is answered as the *inside* of a JSON string, quotes escaped, and with the short form of its
 * resources (`execute-api:/…`) replaced by the API's ARN; moto answers what was sent, which the Terraform provider
 * (`strconv.Unquote`) cannot read, and which hides that the short form never stops being a change.
 * @see https://docs.aws.amazon.com/apigateway/latest/api/API_RestApi.html
 */
export function restApiPolicy(accountId: string): Gap {
  return async (call, forward) => {
    const reply = await forward(call);
    if (call.service !== 'apigateway' || !/^\/restapis(\/[^/]+)?(\?|$)/.test(call.url)) return reply;
    const body = readJson(reply);
    const answer = (api: JsonObject) => answerPolicy(api, call, accountId);
    if (Array.isArray(body.item))
      return withJson(reply, { ...body, item: objects(body, 'item').map(answer) });
    return text(body, 'policy') === undefined ? reply : withJson(reply, answer(body));
  };
}

function answerPolicy(api: JsonObject, call: Call, accountId: string): JsonObject {
  const policy = text(api, 'policy');
  if (!policy) return api;
  const arn = `arn:aws:execute-api:${call.region}:${accountId}:${text(api, 'id') ?? ''}`;
  const expanded = policy.replaceAll('"execute-api:/', `"${arn}/`);
  return { ...api, policy: JSON.stringify(expanded).slice(1, -1) };
}
