import { problems } from '../../../../api/problems';
import { problemTexts } from '../../../../api/problem-texts';
import { askForUrl, TokenRejected } from '../../../../cli/studio-access/network/api';
import type { Fetch } from '../../../../cli/studio-access/network/fetch';
import { Failure } from '../../../../cli/studio-access/failure';

const authorizedUrl = 'https://studio-d-1.studio.us-east-1.sagemaker.aws/auth?token=secret';
const url = { status: 200, body: { authorizedUrl, expiresInSeconds: 60 } };
const problem = (code: keyof typeof problems, headers: Record<string, string> = {}) => ({
  status: problems[code].status,
  body: { status: problems[code].status, code, requestId: 'r-1' },
  headers,
});

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Record<string, string>;
}

/** Asks an API that gives these answers, one after the other. */
async function ask(
  answers: readonly Answer[],
  { landing = {}, proxy, person }: { landing?: object; proxy?: string; person?: string } = {},
) {
  const asked: string[] = [];
  const progress: string[] = [];
  const left = [...answers];
  const fetch = ((address: string) => {
    asked.push(address);
    const { status, body, headers } = left.shift() ?? { status: 599, body: '' };
    return Promise.resolve(
      new Response(typeof body === 'string' ? body : JSON.stringify(body), {
        status,
        ...(headers && { headers }),
      }),
    );
  }) as unknown as Fetch;
  const result = await askForUrl({
    apiUrl: 'https://api.corp.example.com/prod',
    landing,
    ...(person !== undefined && { person }),
    accessToken: 'at',
    fetch,
    proxyFor: () => proxy,
    progress: (sentence) => progress.push(sentence),
    signal: new AbortController().signal,
  }).catch((error: unknown) => error);
  return { result, asked, progress };
}

const failureOf = ({ result }: { result: unknown }) => (result as Failure).details;

describe('asking the API for a URL', () => {
  it.each<[what: string, landing: object, expected: string]>([
    ['nothing chosen', {}, '/prod/me'],
    ['an app', { app: 'jupyterlab' }, '/prod/me?app=jupyterlab'],
    [
      'an app and a space',
      { app: 'code-editor', space: 'my space&x=1' },
      '/prod/me?app=code-editor&space=my+space%26x%3D1',
    ],
  ])('with %s', async (_, landing, expected) => {
    const { asked, result } = await ask([url], { landing });
    expect(asked).toEqual([`https://api.corp.example.com${expected}`]);
    expect(result).toEqual(url.body);
  });

  it('of another person, by the name, and says that it is not allowed', async () => {
    const refused = await ask([problem('not_allowed')], { person: 'bob' });
    expect(refused.asked).toEqual(['https://api.corp.example.com/prod/bob']);
    expect(failureOf(refused)).toMatchObject({ code: 'not_allowed' });
  });

  it('waits for a profile that is being made, as long as the API says, and tells so', async () => {
    const pending = problem('profile_pending', { 'retry-after': '1' });
    const { result, asked, progress } = await ask([pending, url]);
    expect(result).toEqual(url.body);
    expect(asked).toHaveLength(2);
    expect(progress[0]).toContain('is being made');
  });

  it.each(
    Object.keys(problems).filter(
      (code) => !['profile_pending', 'not_signed_in'].includes(code),
    ) as (keyof typeof problems)[],
  )('explains %s, with the request id', async (code) => {
    const details = failureOf(await ask([problem(code)]));
    expect(details).toMatchObject({ code, ...problemTexts[code], requestId: 'r-1', ending: 'failure' });
  });

  it('tells a token that is not accepted from all other failures', async () => {
    const { result } = await ask([problem('not_signed_in')]);
    expect(result).toBeInstanceOf(TokenRejected);
    expect((result as TokenRejected).failure.ending).toBe('signInNeeded');
  });

  it.each<[what: string, answer: Answer, proxy: string | undefined, code: string, words: string]>([
    [
      "AWS's public address",
      { status: 403, body: { message: 'Forbidden' } },
      undefined,
      'not_the_api',
      'public address',
    ],
    ['a page of a proxy', { status: 403, body: '<html>' }, 'http://p:3128', 'proxy', 'NO_PROXY'],
    ['a captive portal', { status: 200, body: '<html>' }, undefined, 'not_the_api', 'in between'],
    ['a redirect', { status: 302, body: '' }, undefined, 'not_the_api', 'status 302'],
    [
      'no URL',
      { status: 200, body: { authorizedUrl: 'x', expiresInSeconds: 1 } },
      undefined,
      'not_the_api',
      'status 200',
    ],
    [
      'a URL of something else than a web page',
      { status: 200, body: { authorizedUrl: 'file:///etc/passwd', expiresInSeconds: 60 } },
      undefined,
      'not_the_api',
      'status 200',
    ],
    [
      'an unknown code',
      { status: 409, body: { code: 'newer_word' } },
      undefined,
      'newer_word',
      'newer version',
    ],
  ])('says that %s is not the API', async (_, answer, proxy, code, words) => {
    const details = failureOf(await ask([answer], proxy === undefined ? {} : { proxy }));
    expect(details.code).toBe(code);
    expect(`${details.what} ${details.todo}`).toContain(words);
  });
});
