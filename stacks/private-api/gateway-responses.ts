import { STATUS_CODES } from 'node:http';
import { ApiGatewayGatewayResponse } from '@cdktf/provider-aws/lib/api-gateway-gateway-response';
import type { EnvironmentStack } from '../../constructs/environment-stack';

/**
 * Answers that API Gateway gives by itself: every type but DEFAULT_4XX and DEFAULT_5XX, which only stand in for
 * types that are not listed.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
 */
const responses = [
  { type: 'UNAUTHORIZED', status: 401, headers: { 'WWW-Authenticate': 'Bearer' } },
  { type: 'EXPIRED_TOKEN', status: 401, headers: { 'WWW-Authenticate': 'Bearer' } },
  { type: 'ACCESS_DENIED', status: 403 },
  { type: 'INVALID_API_KEY', status: 403 },
  { type: 'INVALID_SIGNATURE', status: 403 },
  { type: 'WAF_FILTERED', status: 403 },
  // a path that does not exist; API Gateway would say 403 and "Missing Authentication Token"
  { type: 'MISSING_AUTHENTICATION_TOKEN', status: 404 },
  { type: 'RESOURCE_NOT_FOUND', status: 404 },
  { type: 'BAD_REQUEST_BODY', status: 400 },
  { type: 'BAD_REQUEST_PARAMETERS', status: 400 },
  { type: 'REQUEST_TOO_LARGE', status: 413 },
  { type: 'UNSUPPORTED_MEDIA_TYPE', status: 415 },
  { type: 'THROTTLED', status: 429 },
  { type: 'QUOTA_EXCEEDED', status: 429 },
  { type: 'API_CONFIGURATION_ERROR', status: 500 },
  { type: 'AUTHORIZER_CONFIGURATION_ERROR', status: 500 },
  { type: 'AUTHORIZER_FAILURE', status: 500 },
  { type: 'INTEGRATION_FAILURE', status: 502 },
  { type: 'INTEGRATION_TIMEOUT', status: 504 },
] as const;

/**
 * Gives every error of API Gateway the shape that the functions' errors have: problem details (RFC 9457),
 * never cached, and without the internal messages API Gateway would show.
 */
export function addGatewayResponses(stack: EnvironmentStack, restApiId: string): ApiGatewayGatewayResponse[] {
  return responses.map(
    (response) =>
      new ApiGatewayGatewayResponse(stack, `response-${response.type.toLowerCase().replaceAll('_', '-')}`, {
        restApiId,
        responseType: response.type,
        statusCode: String(response.status),
        responseParameters: Object.fromEntries(
          Object.entries({
            'Content-Type': 'application/problem+json',
            'Cache-Control': 'no-store',
            ...('headers' in response ? response.headers : {}),
          }).map(([header, value]) => [`gatewayresponse.header.${header}`, `'${value}'`]),
        ),
        responseTemplates: {
          'application/json': JSON.stringify({
            type: 'about:blank',
            // with about:blank the title is the status's own (RFC 9457, section 4.2.1)
            title: STATUS_CODES[response.status],
            status: response.status,
            requestId: '$context.requestId',
          }),
        },
      }),
  );
}
