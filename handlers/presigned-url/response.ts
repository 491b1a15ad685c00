/** The used fields of API Gateway's proxy result. */
export interface ProxyResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const titles = {
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  429: 'Too Many Requests',
  502: 'Bad Gateway',
  504: 'Gateway Timeout',
} as const;

export type ProblemStatus = keyof typeof titles;

/** On every response: the URL is a credential, and a status tells whether a profile exists. */
const always = {
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

/** RFC 9110 asks for the scheme with a 401 (§15.5.2) and suggests when to come back with a 429 (RFC 6585 §4), in seconds. */
const extra: Partial<Record<ProblemStatus, Readonly<Record<string, string>>>> = {
  401: { 'WWW-Authenticate': 'Bearer' },
  429: { 'Retry-After': '2' },
};

/** The URL itself, for a client that opens it. */
export function urlResponse(authorizedUrl: string, expiresInSeconds: number): ProxyResponse {
  return {
    statusCode: 200,
    headers: { ...always, 'Content-Type': 'application/json' },
    body: JSON.stringify({ authorizedUrl, expiresInSeconds }),
  };
}

/** A redirect to the URL, for a browser. 302, never 301: browsers must not remember a URL that lives seconds. */
export function redirectResponse(authorizedUrl: string): ProxyResponse {
  return { statusCode: 302, headers: { ...always, Location: authorizedUrl }, body: '' };
}

/**
 * An error in the form of RFC 9457. The type is `about:blank`, so the title is the status's phrase. The cause is only in
 * the log, under the request id.
 */
export function problemResponse(status: ProblemStatus, requestId: string): ProxyResponse {
  return {
    statusCode: status,
    headers: { ...always, 'Content-Type': 'application/problem+json', ...extra[status] },
    body: JSON.stringify({ type: 'about:blank', title: titles[status], status, requestId }),
  };
}
