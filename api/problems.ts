import { STATUS_CODES } from 'node:http';

/**
 * Everything that the API answers in place of a URL: the stable word in the answer's `code`, and the status. What each
 * means, and what to do, is in docs/operations.md, "When a call is refused or fails".
 */
export const problems = {
  bad_request: { status: 400 },
  app_unknown: { status: 400 },
  not_signed_in: { status: 401 },
  not_allowed: { status: 403 },
  suspended: { status: 403 },
  app_not_allowed: { status: 403 },
  path_not_found: { status: 404 },
  profile_not_found: { status: 404 },
  // one answer for a space that is not there and for one that is somebody else's
  space_not_found: { status: 404 },
  request_too_large: { status: 413 },
  unsupported_media_type: { status: 415 },
  throttled: { status: 429 },
  too_many_requests: { status: 429 },
  api_misconfigured: { status: 500 },
  authorizer_failed: { status: 500 },
  function_failed: { status: 502 },
  sagemaker_failed: { status: 502 },
  profile_failed: { status: 502 },
  quota_reached: { status: 502 },
  // the only 503: coming back helps, and no alarm counts it
  profile_pending: { status: 503 },
  timeout: { status: 504 },
} as const satisfies Record<string, { readonly status: number }>;

/** A code that an error of the API carries. */
export type ProblemCode = keyof typeof problems;

/**
 * The body of an error: problem details, type `about:blank`, whose title is the status's own phrase, and two members of our own.
 * The cause is only in the log, under the request id.
 * https://www.rfc-editor.org/rfc/rfc9457#section-4.2.1
 */
export function problemBody(code: ProblemCode, requestId: string): string {
  const { status } = problems[code];
  return JSON.stringify({ type: 'about:blank', title: STATUS_CODES[status], status, code, requestId });
}
