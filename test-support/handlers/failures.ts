import { answers, after, type Behaviour, fails, region, studioUrl, succeeds, then } from './faulty-sagemaker';

export interface Failure {
  /** The requested profile, which identifies the case. */
  readonly profile: string;
  readonly behaviour: Behaviour;
  readonly status: number;
  /** The code of the log line. */
  readonly code: string;
  /** How often SageMaker is asked, if that is certain. */
  readonly attempts?: number;
}

const hangs: Behaviour = () => undefined;
const sendsHeaders: Behaviour = (response) => {
  response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1', 'content-length': '100' });
  response.write(' ');
};
const breaksOff: Behaviour = (response) => {
  response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1', 'content-length': '100' });
  response.write('{"AuthorizedUrl":"https://', () => response.destroy());
};
const drips: Behaviour = (response) => {
  response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' });
  const timer = setInterval(() => response.write(' '), 500);
  response.on('close', () => {
    clearInterval(timer);
  });
};
const hangsUp: Behaviour = (response) => response.destroy();
const redirects: Behaviour = (response) => {
  response.writeHead(307, { location: studioUrl });
  response.end();
};
const asksToWait: Behaviour = (response) => {
  response.writeHead(503, { 'retry-after': '3600', 'content-type': 'application/x-amz-json-1.1' });
  response.end('{"__type":"ServiceUnavailable"}');
};

const url = (profile: string, authorizedUrl: unknown, status = 502): Failure => ({
  profile,
  behaviour: answers({ AuthorizedUrl: authorizedUrl }),
  status,
  code: status === 200 ? 'url_created' : 'unexpected_url',
  attempts: 1,
});

/** Ways in which SageMaker, or a server in its place, can fail a call, and the expected result of each. */
export const failures: readonly Failure[] = [
  { profile: 'success', behaviour: succeeds, status: 200, code: 'url_created', attempts: 1 },
  { profile: 'slow-by-2s', behaviour: after(2000, succeeds), status: 200, code: 'url_created', attempts: 1 },

  { profile: 'hang', behaviour: hangs, status: 504, code: 'sagemaker_timeout' },
  { profile: 'headers-then-hang', behaviour: sendsHeaders, status: 504, code: 'sagemaker_timeout' },
  { profile: 'drip', behaviour: drips, status: 504, code: 'sagemaker_timeout' },
  { profile: 'slow-by-9s', behaviour: after(9000, succeeds), status: 504, code: 'sagemaker_timeout' },
  { profile: 'slow-by-30s', behaviour: after(30_000, succeeds), status: 504, code: 'sagemaker_timeout' },
  {
    profile: 'hang-then-success',
    behaviour: then(hangs, succeeds),
    status: 200,
    code: 'url_created',
    attempts: 2,
  },

  { profile: 'hang-up', behaviour: hangsUp, status: 502, code: 'sagemaker_failed', attempts: 3 },
  {
    profile: 'hang-up-then-success',
    behaviour: then(hangsUp, succeeds),
    status: 200,
    code: 'url_created',
    attempts: 2,
  },
  { profile: 'half-a-body', behaviour: breaksOff, status: 502, code: 'sagemaker_failed' },
  {
    profile: 'not-json',
    behaviour: answers('<html>marked-upstream</html>'),
    status: 502,
    code: 'sagemaker_failed',
  },
  {
    profile: 'half-json',
    behaviour: answers('{"AuthorizedUrl":"https:'),
    status: 502,
    code: 'sagemaker_failed',
  },
  { profile: 'redirect', behaviour: redirects, status: 502, code: 'sagemaker_failed' },

  { profile: 'empty-body', behaviour: answers(''), status: 502, code: 'unexpected_url' },
  { profile: 'no-url', behaviour: answers({}), status: 502, code: 'unexpected_url', attempts: 1 },
  url('url-null', null),
  url('url-empty', ''),
  url('url-number', 7),
  url('url-on-a-foreign-host', 'https://marked-foreign.example/auth?token=marked-url-token-9e21'),
  url('url-in-another-region', studioUrl.replace(region, 'us-east-1')),
  url('url-in-plain-http', studioUrl.replace('https:', 'http:')),
  url('url-zone-only', `https://studio.${region}.sagemaker.aws/auth?token=marked-url-token-9e21`),
  url('url-zone-as-prefix', studioUrl.replace('.aws/', '.aws.marked-foreign.example/')),
  url('url-zone-as-suffix-of-a-label', studioUrl.replace('.studio.', '.evilstudio.')),
  url('url-with-a-user', studioUrl.replace('https://', 'https://studio.example@')),
  url('url-with-a-port', studioUrl.replace('.aws/', '.aws:8443/')),
  url('url-with-a-backslash', `https://marked-foreign.example\\@${studioUrl.slice(8)}`),
  url('url-with-a-line-break', `${studioUrl}\r\nSet-Cookie: a=b`),
  url('url-with-a-tab', studioUrl.replace('https', 'ht\ttps')),
  url('url-of-another-scheme', `javascript:alert(1)//${studioUrl}`),
  url('url-d-label', studioUrl.replace('studio-d-', 'd-'), 200),
  url('url-default-port', studioUrl.replace('.aws/', '.aws:443/'), 200),

  {
    profile: 'not-found',
    behaviour: fails('ResourceNotFound'),
    status: 404,
    code: 'profile_not_found',
    attempts: 1,
  },
  {
    profile: 'not-found-with-namespace',
    behaviour: fails('com.amazonaws.sagemaker#ResourceNotFound'),
    status: 404,
    code: 'profile_not_found',
    attempts: 1,
  },
  {
    profile: 'validation',
    behaviour: fails('ValidationException'),
    status: 502,
    code: 'sagemaker_rejected',
    attempts: 1,
  },
  {
    profile: 'denied',
    behaviour: fails('AccessDeniedException'),
    status: 502,
    code: 'sagemaker_denied',
    attempts: 1,
  },
  {
    profile: 'denied-403',
    behaviour: fails('AccessDenied', 403),
    status: 502,
    code: 'sagemaker_denied',
    attempts: 1,
  },
  {
    profile: 'expired-token',
    behaviour: fails('ExpiredTokenException'),
    status: 502,
    code: 'sagemaker_rejected',
  },
  {
    profile: 'unknown-error',
    behaviour: fails('marked-upstream-type'),
    status: 502,
    code: 'sagemaker_rejected',
  },
  {
    profile: 'error-page',
    behaviour: answers('<html>marked-upstream</html>', 400),
    status: 502,
    code: 'sagemaker_rejected',
  },
  {
    profile: 'throttled-once',
    behaviour: then(fails('ThrottlingException'), succeeds),
    status: 429,
    code: 'sagemaker_throttled',
    attempts: 1,
  },
  {
    profile: 'throttled',
    behaviour: fails('ThrottlingException'),
    status: 429,
    code: 'sagemaker_throttled',
    attempts: 1,
  },
  {
    profile: 'status-429',
    behaviour: fails('Whatever', 429),
    status: 429,
    code: 'sagemaker_throttled',
    attempts: 1,
  },
  {
    profile: 'internal-once',
    behaviour: then(fails('InternalFailure', 500), succeeds),
    status: 200,
    code: 'url_created',
    attempts: 2,
  },
  {
    profile: 'internal',
    behaviour: fails('InternalFailure', 500),
    status: 502,
    code: 'sagemaker_failed',
    attempts: 3,
  },
  {
    profile: 'unavailable',
    behaviour: fails('ServiceUnavailable', 503),
    status: 502,
    code: 'sagemaker_failed',
    attempts: 3,
  },
  { profile: 'wait-an-hour', behaviour: asksToWait, status: 502, code: 'sagemaker_failed', attempts: 3 },
];
