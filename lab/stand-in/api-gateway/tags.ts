import type { Call, Forward, Gap } from '../call';
import { isObject, type JsonObject } from '../../shared/json';
import { jsonReply, readJson, withJson } from '../json-body';

/**
 * Changes of the tags of APIs, stages and domain names; moto knows only the tags of the create request.
 * @see https://docs.aws.amazon.com/apigateway/latest/api/API_TagResource.html
 */
export function apiGatewayTags(): Gap {
  const changed = new Map<string, JsonObject>();
  return async (call, forward) => {
    if (call.service !== 'apigateway') return forward(call);
    const path = call.url.split('?')[0] ?? '';
    if (path.startsWith('/tags/')) {
      const resource = resourcePath(path.slice('/tags/'.length));
      const tags = changed.get(resource) ?? (await currentTags(call, forward, resource));
      if (call.method === 'GET') return jsonReply({ tags });
      changed.set(resource, changeTags(tags, call));
      return jsonReply({}, 204);
    }
    const reply = await forward(call);
    const tags = changed.get(path);
    if (call.method === 'DELETE') changed.delete(path);
    return tags && reply.status < 300 && reply.body.length > 0
      ? withJson(reply, { ...readJson(reply), tags })
      : reply;
  };
}

/** The tags after a PUT or a DELETE of `/tags/<arn>`. */
export function changeTags(tags: JsonObject, call: Call): JsonObject {
  if (call.method === 'DELETE') {
    const removed = new URLSearchParams(call.url.split('?')[1]).getAll('tagKeys');
    return Object.fromEntries(Object.entries(tags).filter(([key]) => !removed.includes(key)));
  }
  const { tags: added } = readJson(call);
  return { ...tags, ...(isObject(added) ? added : {}) };
}

/** `/restapis/<id>` of `arn:aws:apigateway:<region>::/restapis/<id>`; a private domain name's ARN ends in `+<id>`. */
function resourcePath(encodedArn: string): string {
  const arn = decodeURIComponent(encodedArn);
  return arn.slice(arn.indexOf(':/') + 1).replace(/^(\/domainnames\/[^+]+)\+.*$/, '$1');
}

async function currentTags(call: Call, forward: Forward, resource: string): Promise<JsonObject> {
  const reply = await forward({ ...call, method: 'GET', url: resource, body: Buffer.alloc(0) });
  const { tags } = readJson(reply);
  return isObject(tags) ? tags : {};
}
