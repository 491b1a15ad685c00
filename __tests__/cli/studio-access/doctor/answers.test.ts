import { problemBody, problems, type ProblemCode } from '../../../../api/problems';
import {
  type Answer,
  explainSigned,
  explainUnsigned,
  studioUrlIn,
} from '../../../../cli/studio-access/doctor/answers';
import type { Examined } from '../../../../cli/studio-access/doctor/check';

const answer = (status: number, text: string, headers = {}): Answer => ({ status, text, headers });
const problem = (code: ProblemCode) => answer(problems[code].status, problemBody(code, 'request-1'));
const causeOf = (examined: Examined) => ('cause' in examined ? examined.cause : 'ok');
const url = 'https://d-1.studio.us-east-1.sagemaker.aws/auth?token=planted';
const message = (text: string) => JSON.stringify({ message: text });

describe('the answer to a call without a token', () => {
  it.each<[what: string, given: Answer, expected: string]>([
    ['it asks for one', problem('not_signed_in'), 'ok'],
    ['a policy refuses everybody', problem('not_allowed'), 'policy'],
    ['too many requests', problem('throttled'), 'throttled'],
    ['another path', problem('path_not_found'), 'path_not_found'],
    ['API Gateway knows no such API', answer(403, message('Forbidden')), 'unknown_api'],
    ['another API', answer(403, message('Missing Authentication Token')), 'other_api'],
    [
      'a policy, before the answers are deployed',
      answer(403, '{"Message":"User: anonymous is not authorized to perform: execute-api:Invoke"}'),
      'policy',
    ],
    ['another API that wants a sign-in', answer(401, message('Unauthorized')), 'not_the_api'],
    ['a page of the network', answer(200, '<title>Sign in</title>'), 'not_the_api'],
    ['nothing', answer(502, ''), 'not_the_api'],
  ])('%s', (_, given, expected) => {
    expect(causeOf(explainUnsigned(given))).toBe(expected);
  });

  it('names the program that answers in its place, and the request id of the API', () => {
    expect(explainUnsigned(answer(403, '', { server: 'squid/6', via: '1.1 proxy' })).got).toBe(
      'status 403, by squid/6, by 1.1 proxy',
    );
    expect(explainUnsigned(problem('not_allowed')).got).toBe('403 not_allowed, request id request-1');
  });
});

describe('the answer to a call with a token', () => {
  it('is a URL, which is not shown', () => {
    const given = answer(200, JSON.stringify({ authorizedUrl: url, expiresInSeconds: 60 }));
    expect(explainSigned(given)).toEqual({ got: 'a URL, good for 60 seconds' });
    expect(studioUrlIn(given)).toBe(url);
  });

  it.each(Object.keys(problems) as ProblemCode[])('explains %s', (code) => {
    const examined = explainSigned(problem(code));
    const other = { not_signed_in: 'token_refused', not_allowed: 'authorizer_denies' } as Record<
      string,
      string
    >;
    expect(causeOf(examined)).toBe(other[code] ?? code);
    expect('todo' in examined && examined.todo).toMatch(/\S/);
  });

  it('is no URL with status 200', () => {
    expect(causeOf(explainSigned(answer(200, '{}')))).toBe('not_the_api');
  });
});
