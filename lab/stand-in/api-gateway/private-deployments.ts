import type { Gap } from '../call';
import { isObject, strings, text } from '../../shared/json';
import { readJson } from '../json-body';
import { badRequest } from './errors';

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
  return badRequest("Private REST API doesn't have a resource policy attached to it");
};
