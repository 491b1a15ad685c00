import { STATUS_CODES } from 'node:http';
import { problems } from '../../api/problems';
import { meRoute } from '../../api/routes';
import type { HostReply } from '../hosts/host-process';
import { parseObject, text, type JsonObject } from '../shared/json';
import type { Lab } from '../system/lab';

/** `Authorization: Bearer …` */
export function bearer(token: string): Record<string, string> {
  return { Authorization: `Bearer ${token}` };
}

/** Asks the API for a path, from a host in the corporate network. */
export function ask(
  lab: Lab,
  token: string,
  path: string = meRoute.path,
  host = lab.hosts.client,
): Promise<HostReply> {
  return host.request({ url: lab.outputs.apiUrl + path, headers: bearer(token) });
}

/** API Gateway's id of a request, which is also in the logs. */
export function requestIdOf({ headers }: HostReply): string {
  return String(headers?.['x-amzn-requestid']);
}

/** The API's URL with the name that AWS gives every API. */
export function executeApiUrl({ outputs, environment }: Lab): string {
  const { apiId } = outputs;
  return `https://${apiId}.execute-api.${environment.region}.amazonaws.com/${environment.api.stageName}`;
}

/** The presigned URL in an answer. @throws with the answer's status when there is none */
export function urlIn(reply: HostReply): string {
  const url = text(bodyOf(reply), 'authorizedUrl');
  if (url === undefined) throw new Error(`no URL: ${statusWords(reply)}`);
  return url;
}

/** The profile that a URL is for, from SageMaker's own memory. */
export function profileOf(lab: Lab, url: string): string | undefined {
  return lab.urls.find(new URL(url).searchParams.get('token') ?? '')?.profile;
}

/** An answer of the API in a few words: `200, URL of alice`, `403 application/problem+json`. */
export function inWords(lab: Lab, reply: HostReply): string {
  const url = text(bodyOf(reply), 'authorizedUrl');
  if (url !== undefined) return `${reply.status ?? 0}, URL of ${profileOf(lab, url) ?? 'nobody'}`;
  return statusWords(reply);
}

/** Status and media type, or the error; with the defects of problem details. */
export function statusWords(reply: HostReply): string {
  const { status, headers = {}, error } = reply;
  if (status === undefined) return error ?? 'no answer';
  const type = String(headers['content-type'] ?? '').split(';')[0] ?? '';
  const words = [String(status), type].filter((word) => word !== '');
  if (type === 'application/problem+json') {
    const body = bodyOf(reply);
    const known = Object.entries(problems).find(([code]) => code === body.code);
    // the members of RFC 9457, section 4.2.1, where the title is the status's own, and two of our own
    const promised = {
      type: 'about:blank',
      title: STATUS_CODES[status],
      status,
      code: known?.[1].status === status ? body.code : 'one of the status',
      requestId: requestIdOf(reply),
    };
    const fields = [...new Set([...Object.keys(promised), ...Object.keys(body)])];
    const others = fields.filter((field) => body[field] !== promised[field as keyof typeof promised]);
    if (others.length > 0) words.push(`with another ${others.join(', ')}`);
    if (headers['cache-control'] !== 'no-store') words.push('that caches may keep');
  }
  return words.join(' ');
}

/** How often each answer came, in words. */
export function counted(words: readonly string[]): string {
  const kinds = [...new Set(words)].sort();
  return kinds.map((kind) => `${words.filter((own) => own === kind).length} times ${kind}`).join(', ');
}

/** The JSON object in an answer, or an empty one. */
export function bodyOf({ body = '' }: HostReply): JsonObject {
  return parseObject(body);
}
