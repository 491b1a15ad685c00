import type { Gap } from '../call';
import { isObject, objects, text, type JsonObject } from '../../shared/json';
import { readJson, withJson } from '../json-body';

/** What AWS answers for the settings that moto forgets, where a request leaves them out. */
const defaults: JsonObject = { Protocols: ['Do53'], ResolverEndpointType: 'IPV4' };

/**
 * Resolver endpoints keep their protocols and their type.
 * @see https://docs.aws.amazon.com/Route53/latest/APIReference/API_route53resolver_CreateResolverEndpoint.html
 */
export function resolverEndpoints(): Gap {
  const kept = new Map<string, JsonObject>();
  return async (call, forward) => {
    const reply = await forward(call);
    if (call.service !== 'route53resolver' || !/ResolverEndpoints?$/.test(call.operation)) return reply;
    const body = readJson(reply);
    const request = readJson(call);
    const sent = Object.entries(request).filter(([field]) => field in defaults);
    const complete = (endpoint: JsonObject): JsonObject => {
      const id = text(endpoint, 'Id') ?? '';
      const settings = { ...kept.get(id), ...Object.fromEntries(sent) };
      kept.set(id, settings);
      return { ...endpoint, ...defaults, ...settings };
    };
    if (isObject(body.ResolverEndpoint))
      return withJson(reply, { ResolverEndpoint: complete(body.ResolverEndpoint) });
    if (!Array.isArray(body.ResolverEndpoints)) return reply;
    return withJson(reply, { ...body, ResolverEndpoints: objects(body, 'ResolverEndpoints').map(complete) });
  };
}
