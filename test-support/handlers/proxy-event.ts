import { meRoute } from '../../api/routes';

/** API Gateway's event for a proxy integration, after the authorizer. */
export function proxyEvent(profile: unknown, changes: Record<string, unknown> = {}) {
  return {
    resource: meRoute.path,
    path: meRoute.path,
    httpMethod: meRoute.method,
    headers: { Host: 'api.example', Authorization: 'Bearer marked-header.marked-payload.marked-signature' },
    multiValueHeaders: {},
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    pathParameters: null,
    stageVariables: null,
    body: null,
    isBase64Encoded: false,
    requestContext: {
      resourcePath: meRoute.path,
      httpMethod: meRoute.method,
      path: `/prod${meRoute.path}`,
      requestId: 'request-1',
      stage: 'prod',
      apiId: 'a1b2c3d4e5',
      identity: {
        sourceIp: '10.20.0.15',
        vpceId: 'vpce-0123456789abcdef0',
        vpcId: 'vpc-1',
        userAgent: 'curl/8',
      },
      authorizer: { principalId: profile, studioUserProfile: profile, integrationLatency: 12 },
    },
    ...changes,
  };
}

/** The event of one case, with a request id that identifies its log line. */
export function proxyEventOf(requestId: string, profile: unknown, changes: Record<string, unknown> = {}) {
  const event = proxyEvent(profile, changes);
  return { ...event, requestContext: { ...event.requestContext, requestId } };
}
