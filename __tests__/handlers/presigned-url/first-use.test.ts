import { createOnFirstUse } from '../../../handlers/presigned-url/first-use';
import { createHandler } from '../../../handlers/presigned-url/handler';
import type { LogFields } from '../../../handlers/shared/log';
import { studioUrl } from '../../../test-support/handlers/faulty-sagemaker';
import { proxyEvent } from '../../../test-support/handlers/proxy-event';

const failure = (name: string) => Object.assign(new Error('marked'), { name });
const answer = (value: string) => () => Promise.resolve(value);
const fails = (name: string) => () => Promise.reject(failure(name));

const noChoice = {
  findLanding: () => Promise.resolve({}),
  listOwnSpaces: () => Promise.resolve({ spaces: [], complete: true }),
  takeFromListBudget: () => true,
};

type Answers = Record<'url' | 'create' | 'status', (() => Promise<unknown>)[]>;

/** The function with a SageMaker that gives these answers, one after the other. */
function setUp(answers: Partial<Answers>, suspendedProfiles: readonly string[] = []) {
  const asked: string[] = [];
  const log: [string, string, LogFields][] = [];
  const next = (call: keyof Answers) => async (profile: string) => {
    asked.push(`${call} ${profile}`);
    const given = answers[call]?.shift();
    if (!given) throw new Error(`${call} was not expected`);
    return given();
  };
  const handler = createHandler({
    createUrl: createOnFirstUse(next('url'), {
      createProfile: next('create') as (profile: string) => Promise<void>,
      statusOf: next('status') as (profile: string) => Promise<string>,
    }),
    ...noChoice,
    takeFromBudget: () => true,
    settings: {
      domainId: 'd-abcdef123456',
      urlLifetimeSeconds: 30,
      landingApps: [],
      suspendedProfiles,
      region: 'eu-central-1',
    },
    log: (level, code, fields) => log.push([level, code, fields]),
    deadline: 200,
  });
  return { handler, asked, log };
}

const codesOf = (log: readonly [string, string, LogFields][]) =>
  log.map(([level, code]) => `${level} ${code}`);

test('the first call makes the profile, with an audit line, and tells to come back', async () => {
  const { handler, asked, log } = setUp({ url: [fails('ResourceNotFound')], create: [answer('')] });
  const { statusCode, headers, body } = await handler(proxyEvent('alice'));
  expect([statusCode, headers['Retry-After'], headers['Cache-Control']]).toEqual([503, '5', 'no-store']);
  expect(JSON.parse(body)).toEqual({
    type: 'about:blank',
    title: 'Service Unavailable',
    status: 503,
    code: 'profile_pending',
    requestId: 'request-1',
  });
  expect(asked).toEqual(['url alice', 'create alice']);
  expect(codesOf(log)).toEqual(['INFO profile_created', 'INFO profile_pending']);
  expect(log[0]?.[2]).toEqual({
    requestId: 'request-1',
    user: 'alice',
    domain: 'd-abcdef123456',
    profile: 'alice',
    sourceIp: '10.20.0.15',
    vpcEndpoint: 'vpce-0123456789abcdef0',
  });
});

test('a profile that is there costs no further call', async () => {
  const { handler, asked, log } = setUp({ url: [answer(studioUrl)] });
  await expect(handler(proxyEvent('alice'))).resolves.toMatchObject({ statusCode: 200 });
  expect(asked).toEqual(['url alice']);
  expect(codesOf(log)).toEqual(['INFO url_created']);
});

const rejected = fails('ValidationException');
const missing = fails('ResourceNotFound');
const taken = fails('ResourceInUse');

test.each<[string, Partial<Answers>, number, string, string]>([
  [
    'is being made, and SageMaker rejects the URL',
    { url: [rejected], status: [answer('Pending')] },
    503,
    'profile_pending',
    'INFO profile_pending',
  ],
  [
    'is being made, and SageMaker finds none',
    { url: [missing], create: [taken], status: [answer('Pending')] },
    503,
    'profile_pending',
    'INFO profile_pending',
  ],
  [
    'is being changed',
    { url: [rejected], status: [answer('Updating')] },
    503,
    'profile_pending',
    'INFO profile_pending',
  ],
  [
    'is being deleted',
    { url: [rejected], status: [answer('Deleting')] },
    503,
    'profile_pending',
    'INFO profile_pending',
  ],
  [
    'has failed',
    { url: [rejected], status: [answer('Failed')] },
    502,
    'profile_failed',
    'ERROR profile_failed',
  ],
  [
    'has failed, and SageMaker finds none',
    { url: [missing], create: [taken], status: [answer('Failed')] },
    502,
    'profile_failed',
    'ERROR profile_failed',
  ],
  [
    'is one more than the quota',
    { url: [missing], create: [fails('ResourceLimitExceeded')] },
    502,
    'quota_reached',
    'ERROR quota_reached',
  ],
  [
    'has just come into service',
    { url: [rejected, answer(studioUrl)], status: [answer('InService')] },
    200,
    '',
    'INFO url_created',
  ],
  [
    'is in service, and SageMaker rejects the URL for another reason',
    { url: [rejected, rejected], status: [answer('InService')] },
    502,
    'sagemaker_failed',
    'ERROR sagemaker_failed',
  ],
  [
    'could not be updated once, which changes nothing',
    { url: [rejected, answer(studioUrl)], status: [answer('Update_Failed')] },
    200,
    '',
    'INFO url_created',
  ],
  [
    'may not be made: a permission is missing',
    { url: [missing], create: [fails('AccessDeniedException')] },
    502,
    'sagemaker_failed',
    'ERROR sagemaker_denied',
  ],
  [
    'may not be looked at',
    { url: [rejected], status: [fails('AccessDeniedException')] },
    502,
    'sagemaker_failed',
    'ERROR sagemaker_denied',
  ],
  [
    'cannot be made now: SageMaker throttles',
    { url: [missing], create: [fails('ThrottlingException')] },
    429,
    'throttled',
    'WARN sagemaker_throttled',
  ],
  [
    'has no domain',
    { url: [missing], create: [missing] },
    404,
    'profile_not_found',
    'WARN profile_not_found',
  ],
  [
    'gets no answer in time',
    { url: [missing], create: [() => new Promise(() => undefined)] },
    504,
    'timeout',
    'ERROR sagemaker_timeout',
  ],
  [
    'is asked for while SageMaker denies everything',
    { url: [fails('AccessDeniedException')] },
    502,
    'sagemaker_failed',
    'ERROR sagemaker_denied',
  ],
])('a profile that %s', async (_, answers, status, code, line) => {
  const { handler, log } = setUp(answers);
  const { statusCode, body } = await handler(proxyEvent('alice'));
  expect(statusCode).toBe(status);
  if (status !== 200) expect(JSON.parse(body)).toHaveProperty('code', code);
  expect(codesOf(log)).toEqual([line]);
  expect(Object.values(answers).flat()).toEqual([]);
});

test('a suspended or removed person gets no profile, and SageMaker is not asked', async () => {
  const { handler, asked } = setUp({}, ['dave']);
  await expect(handler(proxyEvent('dave'))).resolves.toMatchObject({ statusCode: 403 });
  expect(asked).toEqual([]);
});

test("nobody makes another's profile: the path and other fields name nobody", async () => {
  const { handler, asked } = setUp({ url: [missing], create: [answer('')] });
  await handler(proxyEvent('alice', { pathParameters: { EMPLOYEE_ID: 'bob' } }));
  await handler(proxyEvent('alice', { queryStringParameters: { studioUserProfile: 'bob' }, path: '/bob' }));
  expect(asked).toEqual(['url alice', 'create alice']);
});

test('of fifty first calls at once one makes the profile, and all are told to come back', async () => {
  let isMade = false;
  let made = 0;
  const log: string[] = [];
  const handler = createHandler({
    createUrl: createOnFirstUse(
      async () => {
        await Promise.resolve();
        throw failure(isMade ? 'ValidationException' : 'ResourceNotFound');
      },
      {
        async createProfile() {
          await Promise.resolve();
          if (isMade) throw failure('ResourceInUse');
          isMade = true;
          made += 1;
        },
        statusOf: () => Promise.resolve('Pending'),
      },
    ),
    ...noChoice,
    takeFromBudget: () => true,
    settings: {
      domainId: 'd-abcdef123456',
      urlLifetimeSeconds: 30,
      landingApps: [],
      suspendedProfiles: [],
      region: 'eu-central-1',
    },
    log: (_, code) => log.push(code),
  });
  const answers = await Promise.all(Array.from({ length: 50 }, () => handler(proxyEvent('alice'))));
  expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([503]));
  expect([made, log.filter((code) => code === 'profile_created').length]).toEqual([1, 1]);
});
