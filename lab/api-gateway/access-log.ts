import type { Answer } from './answer';
import type { AuthorizerResult } from './authorizer';
import { logTime } from './events';
import { headerValue, type ApiRequest } from './request';

interface Entry {
  readonly request: ApiRequest;
  readonly resourcePath: string | undefined;
  /** The authorizer's result; undefined if it was not asked, or if it refused. */
  readonly authorization?: AuthorizerResult;
  readonly authorizerMilliseconds?: number;
  /** Status of the function's answer; undefined if it gave none. */
  readonly integrationStatus?: number;
  readonly answer: Answer;
  readonly latencyMilliseconds: number;
}

/**
 * One line of the access log in the stage's format; a variable without a value is `-`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html
 * @throws when the lab does not know a variable of the format, which may be misspelt
 */
export function accessLogLine(format: string, entry: Entry): string {
  const { request, answer, authorization } = entry;
  const { origin } = request;
  const values: Record<string, string | number | undefined> = {
    ...prefixed('authorizer.', authorization?.context ?? {}),
    requestId: request.requestId,
    requestTime: logTime(request.startedAt),
    httpMethod: request.httpMethod,
    path: `/${request.stageName}${request.path}`,
    resourcePath: entry.resourcePath,
    status: answer.status,
    'authorizer.principalId': authorization?.principalId,
    'authorizer.status': authorization && 200,
    'authorizer.latency': entry.authorizerMilliseconds,
    'integration.status': entry.integrationStatus,
    'identity.sourceIp': origin.address,
    'identity.userAgent': headerValue(request.headers, 'user-agent'),
    'identity.vpceId': origin.over === 'endpoint' ? origin.endpointId : undefined,
    'error.responseType': answer.responseType,
    responseLatency: entry.latencyMilliseconds,
    // the lab has no X-Ray
    xrayTraceId: undefined,
  };
  return format.replaceAll(/\$context\.([\w.]+)/g, (_, name: string) => {
    if (!(name in values) && !name.startsWith('authorizer.'))
      throw new Error(`the lab does not know $context.${name} of the access log`);
    return String(values[name] ?? '-');
  });
}

function prefixed(prefix: string, values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [prefix + name, value]));
}
