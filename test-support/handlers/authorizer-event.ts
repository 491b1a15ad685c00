import { employeeRoute, pathFor } from '../../api/routes';

export const stageArn = 'arn:aws:execute-api:eu-central-1:123456789012:a1b2c3d4e5/prod';

/** API Gateway's event for a REQUEST authorizer, with all fields that API Gateway sends. */
export function authorizerEvent(authorization: string | undefined, changes: Record<string, unknown> = {}) {
  const { method, path, pathParameter } = employeeRoute;
  const ownPath = pathFor(employeeRoute, 'alice');
  const headers = authorization === undefined ? {} : { Authorization: authorization };
  return {
    type: 'REQUEST',
    methodArn: `${stageArn}/${method}${ownPath}`,
    resource: path,
    path: ownPath,
    httpMethod: method,
    headers: { Host: 'a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com', Accept: '*/*', ...headers },
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    queryStringParameters: null,
    pathParameters: { [pathParameter]: 'alice' },
    stageVariables: null,
    requestContext: {
      requestId: 'request-1',
      stage: 'prod',
      apiId: 'a1b2c3d4e5',
      accountId: '123456789012',
      identity: {
        sourceIp: '10.20.0.15',
        vpceId: 'vpce-0123456789abcdef0',
        vpcId: 'vpc-1',
        userAgent: 'curl/8',
      },
    },
    ...changes,
  };
}
