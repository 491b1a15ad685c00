import type { Gap } from '../call';
import { isObject, jsonReply, readJson, strings, text } from '../json';

/**
 * A private API without a resource policy cannot be deployed.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-create-attach.html
 */
export const privateDeployments: Gap = async (call, forward) => {
  const api = call.method === 'POST' ? /^(\/restapis\/[^/]+)\/deployments$/.exec(call.url)?.[1] : undefined;
  if (call.service !== 'apigateway' || api === undefined) return forward(call);
  const described = readJson(await forward({ ...call, method: 'GET', url: api, body: Buffer.alloc(0) }));
  const { endpointConfiguration: endpoint } = described;
  const isPrivate = isObject(endpoint) && strings(endpoint, 'types').includes('PRIVATE');
  if (!isPrivate || text(described, 'policy')) return forward(call);
  const message = "Private REST API doesn't have a resource policy attached to it";
  const refusal = jsonReply({ __type: 'BadRequestException', message }, 400);
  return { ...refusal, headers: { ...refusal.headers, 'x-amzn-errortype': 'BadRequestException' } };
};
