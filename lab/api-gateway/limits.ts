import { methodArn, type ApiRequest } from './request';

/** Of a private API: all headers together, in bytes, and the URL, in characters; of any: the ARN that is authorized. */
const most = { headers: 8000, url: 8192, methodArn: 1600 } as const;

type Headers = readonly (readonly [string, string | readonly string[]])[];

/**
 * The status of a request that is too large, undefined for others.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
 */
export function tooLarge(request: ApiRequest, url: string): 414 | 431 | undefined {
  if (url.length > most.url || Buffer.byteLength(methodArn(request)) > most.methodArn) return 414;
  return areTooLarge(request.headers) ? 431 : undefined;
}

/** Whether headers are too large together. AWS does not say whether those of answers count; here they do. */
export function areTooLarge(headers: Headers): boolean {
  const bytes = headers.flatMap(([name, value]) => [value].flat().map((one) => `${name}: ${one}\r\n`));
  return Buffer.byteLength(bytes.join('')) > most.headers;
}
