import type { Answer } from './answer';
import type { ApiRequest } from './request';

interface Entry {
  readonly request: ApiRequest;
  readonly resourcePath: string | undefined;
  readonly principalId: string | undefined;
  readonly answer: Answer;
  readonly latencyMilliseconds: number;
}

/**
 * One line of the access log in the stage's format; a variable without a value is `-`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html
 */
export function accessLogLine(format: string, entry: Entry): string {
  const { request, answer } = entry;
  const { origin } = request;
  const values: Record<string, string | undefined> = {
    requestId: request.requestId,
    requestTime: new Date(request.startedAt).toISOString(),
    httpMethod: request.httpMethod,
    path: `/${request.stageName}${request.path}`,
    resourcePath: entry.resourcePath,
    status: String(answer.status),
    'authorizer.principalId': entry.principalId,
    'identity.sourceIp': origin.address,
    'identity.vpceId': origin.over === 'endpoint' ? origin.endpointId : undefined,
    'error.responseType': answer.responseType,
    responseLatency: String(Math.round(entry.latencyMilliseconds)),
  };
  const header = /^requestOverride\.header\.(.+)$|^request\.header\.(.+)$/;
  return format.replaceAll(/\$context\.([\w.]+)/g, (_, name: string) => {
    const wanted = header.exec(name)?.slice(1).find(Boolean);
    if (wanted !== undefined)
      return request.headers.find(([key]) => key.toLowerCase() === wanted)?.[1] ?? '-';
    return values[name] ?? '-';
  });
}
