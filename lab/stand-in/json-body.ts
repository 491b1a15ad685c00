import { parseObject, type JsonObject } from '../shared/json';
import type { Call, Reply } from './call';

/** The JSON object in a request or reply; `{}` if it holds none. */
export function readJson(message: Call | Reply): JsonObject {
  return parseObject(message.body.toString());
}

/** A reply with a JSON body. */
export function jsonReply(body: JsonObject, status = 200): Reply {
  return {
    status,
    headers: { 'content-type': 'application/x-amz-json-1.1' },
    body: Buffer.from(JSON.stringify(body)),
  };
}

/** An error of a service that speaks JSON. */
export function jsonError(type: string, message: string): Reply {
  return jsonReply({ __type: type, message }, 400);
}

/** The same request or reply with another JSON body. */
export function withJson<T extends Call | Reply>(message: T, body: JsonObject): T {
  return { ...message, body: Buffer.from(JSON.stringify(body)) };
}
