import type { Answer } from './answer';
import type { AuthorizerResult } from './authorizer';
import type { ApiRequest } from './request';

interface Entry {
  readonly request: ApiRequest;
  readonly resourcePath: string | undefined;
  /** What the authorizer has returned; undefined if it was not asked or refused. */
  readonly authorization: AuthorizerResult | undefined;
  readonly answer: Answer;
  readonly latencyMilliseconds: number;
}

/**
 * One line of the access log in the stage's format; a variable without a value is `-`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html
 */
export function accessLogLine(format: string, entry: Entry): string {
  const { request, answer, authorization } = entry;
  const { origin } = request;
  const values: Record<string, string | undefined> = {
    requestId: request.requestId,
    requestTime: new Date(request.startedAt).toISOString(),
    httpMethod: request.httpMethod,
    path: `/${request.stageName}${request.path}`,
    resourcePath: entry.resourcePath,
    status: String(answer.status),
    ...prefixed('authorizer.', authorization?.context ?? {}),
    'authorizer.principalId': authorization?.principalId,
    'identity.sourceIp': origin.address,
    'identity.vpceId': origin.over === 'endpoint' ? origin.endpointId : undefined,
    'error.responseType': answer.responseType,
    responseLatency: String(Math.round(entry.latencyMilliseconds)),
  };
  const header = /^requestOverride\.header\.(.+)$|^request\.header\.(.+)$/;
  return format.replaceAll(/\$context\.([\w.]+)/g, (_, name: string) => {
    const wanted = header.exec(name)?.slice(1).find(Boolean);
    if (wanted !== undefined)
      return request.headers.find(([key]) => key.toLowerCase() === wanted.toLowerCase())?.[1] ?? '-';
    return values[name] ?? '-';
  });
}

function prefixed(prefix: string, values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [prefix + name, value]));
}
