import { problems, type ProblemCode } from '../../../api/problems';
import { problemResponse, redirectResponse, urlResponse } from '../../../handlers/presigned-url/response';

const url = 'https://d-abc.studio.us-east-1.sagemaker.aws/auth?token=secret';
const always = {
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

test('a URL is for the client alone', () => {
  expect(urlResponse(url, 30)).toEqual({
    statusCode: 200,
    headers: { ...always, 'Content-Type': 'application/json' },
    body: JSON.stringify({ authorizedUrl: url, expiresInSeconds: 30 }),
  });
});

test('a redirect is one that browsers do not remember, and has the URL in no other place', () => {
  expect(redirectResponse(url)).toEqual({ statusCode: 302, headers: { ...always, Location: url }, body: '' });
});

test.each(Object.keys(problems) as ProblemCode[])('%s is a problem with its status', (code) => {
  const { statusCode, headers, body } = problemResponse(code, 'request-1');
  expect(statusCode).toBe(problems[code].status);
  expect(headers).toMatchObject({ ...always, 'Content-Type': 'application/problem+json' });
  expect(JSON.parse(body)).toMatchObject({ code, status: statusCode, requestId: 'request-1' });
});

test('a 401 names the scheme, a 429 when to come back, and no other status does', () => {
  const extra = (code: ProblemCode) =>
    Object.keys(problemResponse(code, '').headers).filter((name) => !(name in always));
  expect(extra('not_signed_in')).toEqual(['Content-Type', 'WWW-Authenticate']);
  expect(extra('throttled')).toEqual(['Content-Type', 'Retry-After']);
  expect(extra('not_allowed')).toEqual(['Content-Type']);
});
