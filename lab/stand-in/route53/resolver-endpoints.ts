import { isObject, objects, text, type JsonObject } from '../../shared/json';
import type { Gap, Reply } from '../call';
import { jsonReply, readJson, withJson } from '../json-body';

/** AWS's defaults of settings that moto does not keep. */
const defaults: JsonObject = { Protocols: ['Do53'], ResolverEndpointType: 'IPV4' };

/**
 * Resolver endpoints keep their protocols and their type, and at least two addresses.
 * @see https://docs.aws.amazon.com/Route53/latest/APIReference/API_route53resolver_CreateResolverEndpoint.html
 */
export function resolverEndpoints(): Gap {
  const kept = new Map<string, JsonObject>();
  return async (call, forward) => {
    if (call.service === 'route53resolver' && call.operation === 'DisassociateResolverEndpointIpAddress') {
      const operation = 'GetResolverEndpoint';
      const headers = { ...call.headers, 'x-amz-target': `Route53Resolver.${operation}` };
      const { ResolverEndpoint: endpoint } = readJson(await forward({ ...call, headers, operation }));
      if (isObject(endpoint) && Number(endpoint.IpAddressCount) <= 2) return tooFew();
    }
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

function tooFew(): Reply {
  const Message = 'Resolver endpoint needs to have at least 2 IP addresses';
  return jsonReply({ __type: 'InvalidRequestException', Message }, 400);
}
