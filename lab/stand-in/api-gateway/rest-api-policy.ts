import type { Call, Gap } from '../call';
import { objects, text, type JsonObject } from '../../shared/json';
import { readJson, withJson } from '../json-body';
import { arnOf } from '../partition';

/**
 * AWS answers a REST API's policy as the *inside* of a JSON string, quotes escaped, and with the API's ARN in place of
 * the short form `execute-api:/…`. moto answers the text that was sent. The Terraform provider (`strconv.Unquote`)
 * cannot read that, and it hides that every plan shows the short form as a change.
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
  const arn = arnOf('execute-api', call.region, accountId, text(api, 'id') ?? '');
  const expanded = policy.replaceAll('"execute-api:/', `"${arn}/`);
  return { ...api, policy: JSON.stringify(expanded).slice(1, -1) };
}
