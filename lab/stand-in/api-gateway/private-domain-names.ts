import { randomBytes } from 'node:crypto';
import type { Gap, Reply } from '../call';
import { isObject, objects, strings, text, without, type JsonObject } from '../../shared/json';
import { readJson, withJson } from '../json-body';
import { patched } from './patch';
import { arnOf } from '../partition';

/**
 * Private custom domain names have an id, an ARN that ends in it, a policy, and updates; moto has none of these. The
 * policy is answered with the name's ARN in place of the short form `execute-api:/…`, as a REST API's is.
 * @see https://docs.aws.amazon.com/apigateway/latest/api/API_DomainName.html
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-custom-domains.html
 */
export function privateDomainNames(accountId: string): Gap {
  const kept = new Map<string, JsonObject>();
  return async (call, forward) => {
    const path = /^\/domainnames(?:\/([^/?]+))?\/?(?:\?|$)/.exec(call.url);
    if (call.service !== 'apigateway' || !path) return forward(call);
    const name = decodeURIComponent(path[1] ?? text(readJson(call), 'domainName') ?? '');
    if (call.method === 'POST' && isPrivate(readJson(call))) {
      const id = randomBytes(5).toString('hex');
      const domainNameArn = arnOf('apigateway', call.region, accountId, `/domainnames/${name}+${id}`);
      kept.set(name, { domainNameId: id, domainNameArn, policy: text(readJson(call), 'policy') });
    }
    if (call.method === 'PATCH' && kept.has(name)) kept.set(name, patched(kept.get(name) ?? {}, call));
    const reply = await forward(
      call.method === 'PATCH' ? { ...call, method: 'GET', body: Buffer.alloc(0) } : call,
    );
    if (call.method === 'DELETE') kept.delete(name);
    return answer(reply, kept);
  };
}

function isPrivate({ endpointConfiguration: endpoint }: JsonObject): boolean {
  return isObject(endpoint) && strings(endpoint, 'types').includes('PRIVATE');
}

function answer(reply: Reply, kept: ReadonlyMap<string, JsonObject>): Reply {
  const complete = (domainName: JsonObject): JsonObject => {
    const more = kept.get(text(domainName, 'domainName') ?? '');
    if (!more) return domainName;
    // a private name has no public target
    const own = without(
      domainName,
      'regionalDomainName',
      'distributionDomainName',
      'distributionHostedZoneId',
    );
    const arn = (text(more, 'domainNameArn') ?? '').replace(':apigateway:', ':execute-api:');
    const policy = text(more, 'policy')?.replaceAll('"execute-api:/*"', JSON.stringify(arn));
    return { ...own, ...more, policy };
  };
  const body = readJson(reply);
  if (Array.isArray(body.item))
    return withJson(reply, { ...body, item: objects(body, 'item').map(complete) });
  return body.domainName === undefined ? reply : withJson(reply, complete(body));
}
