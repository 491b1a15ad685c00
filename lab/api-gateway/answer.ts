import type { DeployedStage } from '../deployed/rest-api';
import { isObject } from '../shared/json';

/** An answer to a client, with fields for the access log. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: string;
  /** Type of the gateway response; undefined if the integration answered. */
  readonly responseType?: string;
}

/** A gateway response: the deployed API's own for this type, else AWS's default. */
export function gatewayResponse(stage: DeployedStage, responseType: string, requestId: string): Answer {
  const response = stage.responses.get(responseType);
  if (!response) {
    const status = defaultStatus[responseType] ?? 500;
    return { ...plain(status, defaultMessage[responseType] ?? 'Internal server error'), responseType };
  }
  const body = response.template
    .replaceAll('$context.requestId', requestId)
    .replaceAll('$context.error.messageString', '"Internal server error"');
  return { status: response.status, headers: response.headers, body, responseType };
}

/** AWS's default form of an error. */
export function plain(status: number, message: string): Answer {
  return { status, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ message }) };
}

const defaultStatus: Readonly<Record<string, number>> = {
  UNAUTHORIZED: 401,
  ACCESS_DENIED: 403,
  MISSING_AUTHENTICATION_TOKEN: 403,
  THROTTLED: 429,
  WAF_FILTERED: 403,
  INTEGRATION_FAILURE: 504,
  INTEGRATION_TIMEOUT: 504,
};

const defaultMessage: Readonly<Record<string, string>> = {
  UNAUTHORIZED: 'Unauthorized',
  ACCESS_DENIED: 'User is not authorized to access this resource',
  MISSING_AUTHENTICATION_TOKEN: 'Missing Authentication Token',
  THROTTLED: 'Too Many Requests',
  WAF_FILTERED: 'Forbidden',
  INTEGRATION_TIMEOUT: 'Endpoint request timed out',
};

/**
 * A Lambda proxy response; undefined if the function's output does not have its form.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-output-format
 */
export function proxyAnswer(output: unknown): Answer | undefined {
  if (!isObject(output) || !Number.isInteger(Number(output.statusCode))) return undefined;
  const { headers = {}, body = '' } = output;
  if (!isObject(headers) || typeof body !== 'string') return undefined;
  return {
    status: Number(output.statusCode),
    headers: {
      'Content-Type': 'application/json',
      ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
    },
    body: output.isBase64Encoded === true ? Buffer.from(body, 'base64').toString() : body,
  };
}
