import { ApiGatewayGatewayResponse } from '@cdktf/provider-aws/lib/api-gateway-gateway-response';
import { problemBody, problems, type ProblemCode } from '../../api/problems';
import type { EnvironmentStack } from '../../constructs/environment-stack';

/**
 * Answers that API Gateway gives by itself: every type but DEFAULT_4XX and DEFAULT_5XX, which only stand in for
 * types that are not listed.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
 */
const responses = {
  UNAUTHORIZED: 'not_signed_in',
  EXPIRED_TOKEN: 'not_signed_in',
  ACCESS_DENIED: 'not_allowed',
  INVALID_API_KEY: 'not_allowed',
  INVALID_SIGNATURE: 'not_allowed',
  // a path that does not exist; API Gateway would say 403 and "Missing Authentication Token"
  MISSING_AUTHENTICATION_TOKEN: 'path_not_found',
  RESOURCE_NOT_FOUND: 'path_not_found',
  BAD_REQUEST_BODY: 'bad_request',
  BAD_REQUEST_PARAMETERS: 'bad_request',
  REQUEST_TOO_LARGE: 'request_too_large',
  UNSUPPORTED_MEDIA_TYPE: 'unsupported_media_type',
  THROTTLED: 'throttled',
  QUOTA_EXCEEDED: 'throttled',
  // the only rule of the firewall is the limit per address; API Gateway would say 403
  WAF_FILTERED: 'too_many_requests',
  API_CONFIGURATION_ERROR: 'api_misconfigured',
  AUTHORIZER_CONFIGURATION_ERROR: 'authorizer_failed',
  AUTHORIZER_FAILURE: 'authorizer_failed',
  INTEGRATION_FAILURE: 'function_failed',
  INTEGRATION_TIMEOUT: 'timeout',
} as const satisfies Record<string, ProblemCode>;

/**
 * Gives every error of API Gateway the shape that the functions' errors have: problem details (RFC 9457),
 * never cached, and without the internal messages API Gateway would show.
 */
export function addGatewayResponses(stack: EnvironmentStack, restApiId: string): ApiGatewayGatewayResponse[] {
  return Object.entries(responses).map(([type, code]) => {
    const { status } = problems[code];
    return new ApiGatewayGatewayResponse(stack, `response-${type.toLowerCase().replaceAll('_', '-')}`, {
      restApiId,
      responseType: type,
      statusCode: String(status),
      responseParameters: Object.fromEntries(
        Object.entries({
          'Content-Type': 'application/problem+json',
          'Cache-Control': 'no-store',
          ...(status === 401 && { 'WWW-Authenticate': 'Bearer' }),
        }).map(([header, value]) => [`gatewayresponse.header.${header}`, `'${value}'`]),
      ),
      responseTemplates: { 'application/json': problemBody(code, '$context.requestId') },
    });
  });
}
