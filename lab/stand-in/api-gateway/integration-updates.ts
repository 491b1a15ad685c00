import type { Gap } from '../call';
import { isObject } from '../../shared/json';
import { readJson, withJson } from '../json-body';
import { patched } from './patch';

/**
 * Updates of an integration, which moto does not have. This puts the changed integration again, and then its responses,
 * because a put removes them.
 * @see https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateIntegration.html
 */
export const integrationUpdates: Gap = async (call, forward) => {
  const updates = call.method === 'PATCH' && /^\/restapis\/[^?]+\/integration$/.test(call.url);
  if (call.service !== 'apigateway' || !updates) return forward(call);
  const described = await forward({ ...call, method: 'GET', body: Buffer.alloc(0) });
  if (described.status !== 200) return described;
  const { integrationResponses: responses, ...integration } = readJson(described);
  const put = { ...call, method: 'PUT' };
  const reply = await forward(withJson(put, patched(integration, call)));
  for (const [statusCode, response] of Object.entries(isObject(responses) ? responses : {})) {
    if (!isObject(response)) continue;
    await forward(withJson({ ...put, url: `${call.url}/responses/${statusCode}` }, response));
  }
  return reply;
};
