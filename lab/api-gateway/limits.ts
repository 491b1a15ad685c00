import { methodArn, type ApiRequest } from './request';

/** Limits of private APIs: all headers together in bytes, the URL in characters. Of every API: the authorized ARN. */
const most = { headers: 8000, url: 8192, methodArn: 1600 } as const;

type HeaderFields = readonly (readonly [string, string | readonly string[]])[];

/**
 * The status of the answer to a request that is too large; undefined if it is not.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
 */
export function tooLarge(request: ApiRequest, url: string): 414 | 431 | undefined {
  if (url.length > most.url || Buffer.byteLength(methodArn(request)) > most.methodArn) return 414;
  return areTooLarge(request.headers) ? 431 : undefined;
}

/** Whether headers together are too large. AWS does not say whether headers of answers count; here they do. */
export function areTooLarge(headers: HeaderFields): boolean {
  const bytes = headers.flatMap(([name, value]) => [value].flat().map((one) => `${name}: ${one}\r\n`));
  return Buffer.byteLength(bytes.join('')) > most.headers;
}
