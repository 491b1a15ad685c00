import { methodArn, type RoutedRequest } from './request';

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

function common({ resource, path, httpMethod, headers, query, pathParameters }: RoutedRequest) {
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

function grouped(pairs: readonly (readonly [string, string])[]): Record<string, string[]> {
  const groups: Record<string, string[]> = {};
  for (const [name, value] of pairs) groups[name] = [...(groups[name] ?? []), value];
  return groups;
}

function context(request: RoutedRequest) {
  const { origin, headers } = request;
  const over = origin.over === 'endpoint' ? { vpceId: origin.endpointId, vpcId: origin.vpcId } : {};
  const userAgent = headers.find(([name]) => name.toLowerCase() === 'user-agent')?.[1] ?? null;
  return {
    resourceId: request.resource.id,
    resourcePath: request.resource.path,
    httpMethod: request.httpMethod,
    requestId: request.requestId,
    extendedRequestId: request.requestId.slice(0, 16),
    requestTime: new Date(request.startedAt).toISOString(),
    requestTimeEpoch: request.startedAt,
    path: `/${request.stageName}${request.path}`,
    protocol: 'HTTP/1.1',
    stage: request.stageName,
    accountId: request.accountId,
    apiId: request.apiId,
    domainName: headers.find(([name]) => name.toLowerCase() === 'host')?.[1],
    identity: { sourceIp: origin.address, userAgent, ...over },
  };
}
