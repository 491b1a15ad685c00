import { headerValue, methodArn, type RoutedRequest } from './request';

/**
 * The event of a REQUEST authorizer.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-input.html
 */
export function authorizerEvent(request: RoutedRequest): object {
  return {
    type: 'REQUEST',
    methodArn: methodArn(request),
    ...common(request),
    requestContext: context(request),
  };
}

/**
 * The event of a Lambda proxy integration.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
 */
export function proxyEvent(request: RoutedRequest, authorizer: Readonly<Record<string, unknown>>): object {
  return {
    ...common(request),
    requestContext: { ...context(request), authorizer },
    body: request.body === '' ? null : request.body,
    isBase64Encoded: false,
  };
}

function common(request: RoutedRequest) {
  const { resource, path, httpMethod, query, pathParameters } = request;
  const headers = [...request.headers, ...addedHeaders(request)];
  return {
    resource: resource.path,
    path,
    httpMethod,
    headers: Object.fromEntries(headers),
    multiValueHeaders: grouped(headers),
    queryStringParameters: query.size === 0 ? null : Object.fromEntries(query),
    multiValueQueryStringParameters: query.size === 0 ? null : grouped([...query]),
    pathParameters: Object.keys(pathParameters).length === 0 ? null : pathParameters,
    stageVariables: null,
  };
}

/** Headers that API Gateway adds for functions; callers cannot set them. */
function addedHeaders({ origin }: RoutedRequest): [string, string][] {
  return [
    ['X-Forwarded-For', origin.address],
    ['X-Forwarded-Port', '443'],
    ['X-Forwarded-Proto', 'https'],
    ...(origin.over === 'endpoint'
      ? ([
          ['x-amzn-vpc-id', origin.vpcId],
          ['x-amzn-vpce-id', origin.endpointId],
        ] satisfies [string, string][])
      : []),
  ];
}

/** In the common log format: `25/Nov/2026:09:00:00 +0000`. */
export function logTime(milliseconds: number): string {
  const [, day = '', month = '', year = '', time = ''] =
    /^\w+, (\d+) (\w+) (\d+) (\S+)/.exec(new Date(milliseconds).toUTCString()) ?? [];
  return `${day}/${month}/${year}:${time} +0000`;
}

function grouped(pairs: readonly (readonly [string, string])[]): Record<string, string[]> {
  const groups: Record<string, string[]> = {};
  for (const [name, value] of pairs) groups[name] = [...(groups[name] ?? []), value];
  return groups;
}

function context(request: RoutedRequest) {
  const { origin, headers } = request;
  const over = origin.over === 'endpoint' ? { vpceId: origin.endpointId, vpcId: origin.vpcId } : {};
  const userAgent = headerValue(headers, 'user-agent') ?? null;
  const host = headerValue(headers, 'host');
  return {
    resourceId: request.resource.id,
    resourcePath: request.resource.path,
    httpMethod: request.httpMethod,
    requestId: request.requestId,
    extendedRequestId: request.requestId.slice(0, 16),
    requestTime: logTime(request.startedAt),
    requestTimeEpoch: request.startedAt,
    path: `/${request.stageName}${request.path}`,
    protocol: 'HTTP/1.1',
    stage: request.stageName,
    accountId: request.accountId,
    apiId: request.apiId,
    domainName: host,
    domainPrefix: host?.split('.')[0],
    deploymentId: request.deploymentId,
    identity: { sourceIp: origin.address, userAgent, ...over },
  };
}
