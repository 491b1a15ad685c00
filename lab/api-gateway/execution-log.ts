import type { Answer } from './answer';
import type { AuthorizerResult } from './authorizer';
import type { ApiRequest } from './request';

/** Headers that API Gateway leaves out of its execution logs. */
const redacted = ['authorization', 'x-api-key'];

/**
 * The lines of a request in the execution log when data is traced: query string, most headers, the authorizer's
 * context, and the whole answer.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
 */
export function executionLogLines(
  { requestId, query, headers }: ApiRequest,
  { status, headers: answered, body }: Answer,
  authorization: AuthorizerResult | undefined,
): string {
  const shown = headers.map(([name, value]) => [
    name,
    redacted.includes(name.toLowerCase()) ? '****' : value,
  ]);
  return [
    `Method request query string: ${query.toString()}`,
    `Method request headers: ${JSON.stringify(Object.fromEntries(shown))}`,
    `Authorizer context: ${JSON.stringify(authorization?.context)}`,
    `Method response headers: ${JSON.stringify(answered)}`,
    `Method response body after transformations: ${body}`,
    `Method completed with status: ${status}`,
  ]
    .map((line) => `(${requestId}) ${line}\n`)
    .join('');
}
