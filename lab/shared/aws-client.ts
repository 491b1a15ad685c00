import { parseObject, type JsonObject } from './json';
import { parseXml, type XmlElement } from './xml-tree';

/** The endpoint and the region of calls. */
export interface Target {
  readonly endpoint: string;
  readonly region: string;
}

interface Message {
  readonly method: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Sends a request whose credential scope names the service; the stand-in checks no signature. */
async function send(
  { endpoint, region }: Target,
  service: string,
  path: string,
  message: Message,
): Promise<Buffer> {
  const authorization = `AWS4-HMAC-SHA256 Credential=lab/20200101/${region}/${service}/aws4_request`;
  const reply = await fetch(endpoint + path, {
    ...message,
    headers: { ...message.headers, authorization },
  });
  const body = Buffer.from(await reply.arrayBuffer());
  if (!reply.ok) throw new Error(`${service} ${path}: ${reply.status} ${body.toString()}`);
  return body;
}

/** Calls an operation of the query protocol. @throws when the answer is an error */
export async function query(
  target: Target,
  service: string,
  parameters: Readonly<Record<string, string>>,
): Promise<XmlElement> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
  const body = new URLSearchParams(parameters).toString();
  return parseXml((await send(target, service, '/', { method: 'POST', headers, body })).toString());
}

/** Calls an operation of the JSON protocol. @throws when the answer is an error */
export async function json(
  target: Target,
  service: string,
  operation: string,
  request: JsonObject,
): Promise<JsonObject> {
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': operation };
  const body = JSON.stringify(request);
  return parseObject((await send(target, service, '/', { method: 'POST', headers, body })).toString());
}

/** Reads a JSON resource. @throws when the answer is an error */
export async function getJson(target: Target, service: string, path: string): Promise<JsonObject> {
  return parseObject((await send(target, service, path, { method: 'GET' })).toString());
}

/** Changes a JSON resource. @throws when the answer is an error */
export async function patchJson(
  target: Target,
  service: string,
  path: string,
  change: JsonObject,
): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  await send(target, service, path, { method: 'PATCH', headers, body: JSON.stringify(change) });
}

/** Reads an XML resource. @throws when the answer is an error */
export async function getXml(target: Target, service: string, path: string): Promise<XmlElement> {
  return parseXml((await send(target, service, path, { method: 'GET' })).toString());
}
