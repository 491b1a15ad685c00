import type { IncomingMessage } from 'node:http';
import type { Method, Resource } from '../deployed/rest-api';
import type { Origin } from '../network/origin';

/** A request to a stage, before the method is known. */
export interface ApiRequest {
  readonly requestId: string;
  readonly startedAt: number;
  readonly httpMethod: string;
  /** Path below the stage, as sent. */
  readonly path: string;
  readonly stageName: string;
  readonly apiId: string;
  readonly deploymentId: string;
  readonly accountId: string;
  readonly region: string;
  readonly query: URLSearchParams;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
  readonly origin: Origin;
}

/** A request that leads to a method of the API. */
export interface RoutedRequest extends ApiRequest {
  readonly resource: Resource;
  readonly method: Method;
  readonly pathParameters: Readonly<Record<string, string>>;
}

/** Header names and values in the order and case in which they were sent. */
export function headerList(request: IncomingMessage): [string, string][] {
  const raw = request.rawHeaders;
  return Array.from({ length: raw.length / 2 }, (_, index) => [
    raw[2 * index] ?? '',
    raw[2 * index + 1] ?? '',
  ]);
}

/** The last value of a header, whatever the case of its name. */
export function headerValue(
  headers: readonly (readonly [string, string])[],
  name: string,
): string | undefined {
  return headers.filter(([key]) => key.toLowerCase() === name.toLowerCase()).at(-1)?.[1];
}

/** `arn:aws:execute-api:<region>:<account>:<api>/<stage>/<method>/<path>` */
export function methodArn({ region, accountId, apiId, stageName, httpMethod, path }: ApiRequest): string {
  return `arn:aws:execute-api:${region}:${accountId}:${apiId}/${stageName}/${httpMethod}${path}`;
}
