import { problemBody, problems, type ProblemCode } from '../../api/problems';
import type { ProxyResponse } from '../shared/proxy-response';
import { secondsPerUrl } from './budget';
import type { OwnSpaces } from '../../api/landing';

/** On every response: the URL is a credential, and a status tells whether a profile exists. */
const always = {
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

/**
 * How long a caller waits before asking again for a profile that is being made, in seconds. Asking so often uses up a
 * user's budget only after the three minutes that clients wait.
 */
const pendingRetrySeconds = 5;

/** RFC 9110 asks for the scheme with a 401 (§15.5.2) and suggests when to come back with a 429 (RFC 6585 §4) and a 503 (§15.6.4), in seconds. */
const extra: Readonly<Partial<Record<ProblemCode, Readonly<Record<string, string>>>>> = {
  not_signed_in: { 'WWW-Authenticate': 'Bearer' },
  throttled: { 'Retry-After': '2' },
  too_many_requests: { 'Retry-After': String(secondsPerUrl) },
  profile_pending: { 'Retry-After': String(pendingRetrySeconds) },
};

/** The URL itself, for a client that opens it. */
export function urlResponse(authorizedUrl: string, expiresInSeconds: number): ProxyResponse {
  return {
    statusCode: 200,
    headers: { ...always, 'Content-Type': 'application/json' },
    body: JSON.stringify({ authorizedUrl, expiresInSeconds }),
  };
}

/** A user's own private spaces. */
export function spacesResponse(spaces: OwnSpaces): ProxyResponse {
  return {
    statusCode: 200,
    headers: { ...always, 'Content-Type': 'application/json' },
    body: JSON.stringify(spaces),
  };
}

/** A redirect to the URL, for a browser. 302, never 301: browsers must not remember a URL that lives seconds. */
export function redirectResponse(authorizedUrl: string): ProxyResponse {
  return { statusCode: 302, headers: { ...always, Location: authorizedUrl }, body: '' };
}

/** An error in the form of RFC 9457. */
export function problemResponse(code: ProblemCode, requestId: string): ProxyResponse {
  const { status } = problems[code];
  return {
    statusCode: status,
    headers: { ...always, 'Content-Type': 'application/problem+json', ...extra[code] },
    body: problemBody(code, requestId),
  };
}
