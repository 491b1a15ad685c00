import { CreatePresignedDomainUrlCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { mockClient } from 'aws-sdk-client-mock';
import fc from 'fast-check';
import type { Choice } from '../../../handlers/presigned-url/choice';
import { createHandler } from '../../../handlers/presigned-url/handler';
import { type CreateUrl, createUrlCreator } from '../../../handlers/presigned-url/sagemaker';
import type { OwnSpaces } from '../../../api/landing';
import type { LogFields } from '../../../handlers/shared/log';
import { studioUrl } from '../../../test-support/handlers/faulty-sagemaker';
import { proxyEvent } from '../../../test-support/handlers/proxy-event';

const settings = {
  domainId: 'd-abcdef123456',
  urlLifetimeSeconds: 30,
  sessionDurationSeconds: 3600,
  landingApps: ['studio', 'jupyterlab'] as const,
  suspendedProfiles: ['carol'],
  region: 'eu-central-1',
};

function setUp(
  createUrl: CreateUrl = () => Promise.resolve(studioUrl),
  hasBudget = true,
  listOwnSpaces: (profile: string) => Promise<OwnSpaces> = () => Promise.resolve(own),
) {
  const log: [string, string, LogFields][] = [];
  const asked: string[] = [];
  const choices: Choice[] = [];
  const handler = createHandler({
    createUrl: (profile, landing, signal) => {
      asked.push(profile);
      return createUrl(profile, landing, signal);
    },
    findLanding: (choice) => {
      choices.push(choice);
      return Promise.resolve({ landingUri: 'app:JupyterLab:' });
    },
    listOwnSpaces: (profile) => {
      asked.push(`spaces of ${profile}`);
      return listOwnSpaces(profile);
    },
    takeFromBudget: () => hasBudget,
    takeFromListBudget: () => hasBudget,
    settings,
    log: (level, code, fields) => log.push([level, code, fields]),
    deadline: 200,
  });
  return { handler, log, asked, choices };
}

const own: OwnSpaces = {
  spaces: [{ name: 'work', app: 'jupyterlab', status: 'InService' }],
  complete: true,
};

const facts = {
  requestId: 'request-1',
  user: 'alice',
  domain: 'd-abcdef123456',
  sourceIp: '10.20.0.15',
  vpcEndpoint: 'vpce-0123456789abcdef0',
};
const safe = {
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

test('the answer has the URL and its lifetime, and one audit line without the URL', async () => {
  const { handler, log } = setUp();
  await expect(handler(proxyEvent('alice'))).resolves.toEqual({
    statusCode: 200,
    headers: { ...safe, 'Content-Type': 'application/json' },
    body: JSON.stringify({ authorizedUrl: studioUrl, expiresInSeconds: 30 }),
  });
  expect(log).toEqual([['INFO', 'url_created', { ...facts, profile: 'alice' }]]);
});

test('redirect=true gets a redirect to the URL that is not cached', async () => {
  const { handler } = setUp();
  const event = proxyEvent('alice', { queryStringParameters: { redirect: 'true' } });
  await expect(handler(event)).resolves.toEqual({
    statusCode: 302,
    headers: { ...safe, Location: studioUrl },
    body: '',
  });
});

test.each(['', 'TRUE', '1', 'false', 'https://evil.example'])('redirect=%s does not', async (redirect) => {
  const { handler } = setUp();
  const event = proxyEvent('alice', { queryStringParameters: { redirect } });
  await expect(handler(event)).resolves.toMatchObject({ statusCode: 200 });
});

test.each<[string, Record<string, unknown>, number, string]>([
  ['no authorizer', { requestContext: { requestId: 'request-1' } }, 401, 'not_signed_in'],
  ['no profile', { requestContext: { requestId: 'request-1', authorizer: {} } }, 401, 'not_signed_in'],
  [
    'a profile that is none',
    { requestContext: { requestId: 'request-1', authorizer: { studioUserProfile: 'bo/b' } } },
    401,
    'invalid_profile',
  ],
  ["another user's path", { pathParameters: { EMPLOYEE_ID: 'bob' } }, 403, 'not_owner'],
  ['the own path in another case', { pathParameters: { EMPLOYEE_ID: 'Alice' } }, 403, 'not_owner'],
  ['an encoded path', { pathParameters: { EMPLOYEE_ID: 'alice%2F' } }, 403, 'not_owner'],
])('%s is refused without asking SageMaker', async (_name, changes, status, code) => {
  const { handler, log, asked } = setUp();
  const response = await handler(proxyEvent('alice', changes));
  expect(response.statusCode).toBe(status);
  expect(response.headers).toMatchObject({ ...safe, 'Content-Type': 'application/problem+json' });
  expect(JSON.parse(response.body)).toEqual({
    type: 'about:blank',
    title: status === 401 ? 'Unauthorized' : 'Forbidden',
    status,
    code: status === 401 ? 'not_signed_in' : 'not_allowed',
    requestId: 'request-1',
  });
  expect(response.headers['WWW-Authenticate']).toBe(status === 401 ? 'Bearer' : undefined);
  expect(log.map(([level, logged]) => [level, logged])).toEqual([['WARN', code]]);
  expect(asked).toEqual([]);
});

test.each([{ EMPLOYEE_ID: 'carol' }, { EMPLOYEE_ID: 'me' }, null])(
  'a suspended user is refused without asking SageMaker: path %j',
  async (pathParameters) => {
    const { handler, log, asked } = setUp();
    const response = await handler(proxyEvent('carol', { pathParameters }));
    expect(response.headers).toMatchObject({ ...safe, 'Content-Type': 'application/problem+json' });
    expect(JSON.parse(response.body)).toEqual({
      type: 'about:blank',
      title: 'Forbidden',
      status: 403,
      code: 'suspended',
      requestId: 'request-1',
    });
    expect(response.statusCode).toBe(403);
    expect(log).toEqual([['WARN', 'suspended', { ...facts, user: 'carol', profile: 'carol' }]]);
    expect(asked).toEqual([]);
  },
);

test.each([{ EMPLOYEE_ID: 'alice' }, { EMPLOYEE_ID: 'me' }, {}, null])(
  'the path %j is the own one',
  async (pathParameters) => {
    const { handler, asked } = setUp();
    await expect(handler(proxyEvent('alice', { pathParameters }))).resolves.toMatchObject({
      statusCode: 200,
    });
    expect(asked).toEqual(['alice']);
  },
);

test('the profile comes from the authorizer and from no other field', async () => {
  const { handler, asked } = setUp();
  const response = await handler(
    proxyEvent('alice', {
      path: '/bob',
      headers: { 'X-Studio-User-Profile': 'bob' },
      queryStringParameters: { studioUserProfile: 'bob', EMPLOYEE_ID: 'bob' },
      body: '{"studioUserProfile":"bob"}',
      studioUserProfile: 'bob',
    }),
  );
  expect(response.statusCode).toBe(200);
  expect(asked).toEqual(['alice']);
});

test('SageMaker is asked for exactly what is configured', async () => {
  const client = new SageMakerClient({ region: 'eu-central-1' });
  const sagemaker = mockClient(client);
  sagemaker.on(CreatePresignedDomainUrlCommand).resolves({ AuthorizedUrl: studioUrl });
  const { handler } = setUp(createUrlCreator(client, settings));
  await expect(handler(proxyEvent('alice'))).resolves.toMatchObject({ statusCode: 200 });
  expect(sagemaker.commandCalls(CreatePresignedDomainUrlCommand).map(({ args }) => args[0].input)).toEqual([
    {
      DomainId: 'd-abcdef123456',
      UserProfileName: 'alice',
      ExpiresInSeconds: 30,
      SessionExpirationDurationInSeconds: 3600,
      LandingUri: 'app:JupyterLab:',
    },
  ]);
});

describe('a choice', () => {
  const choosing = (queryStringParameters: Record<string, unknown>, all: Record<string, unknown> = {}) =>
    proxyEvent('alice', { queryStringParameters, multiValueQueryStringParameters: all });

  test.each<[Record<string, unknown> | null, object]>([
    [null, { app: undefined, space: undefined }],
    [{ app: 'jupyterlab' }, { app: 'jupyterlab', space: undefined }],
    [
      { app: 'jupyterlab', space: 'work' },
      { app: 'jupyterlab', space: 'work' },
    ],
    [{ space: 'Work-2' }, { app: undefined, space: 'Work-2' }],
    // any other parameter is none
    [
      { landingUri: 'app:Canvas:', LandingUri: 'x', spaceName: 'x', App: 'x', 'app[]': 'x' },
      { app: undefined, space: undefined },
    ],
  ])('%j is %j, and stands in the audit line', async (queryStringParameters, choice) => {
    const { handler, log, choices } = setUp();
    await expect(handler(proxyEvent('alice', { queryStringParameters }))).resolves.toMatchObject({
      statusCode: 200,
    });
    expect(choices).toEqual([choice]);
    expect(log).toEqual([['INFO', 'url_created', { ...facts, profile: 'alice', ...choice }]]);
  });

  test.each<[Record<string, unknown>, Record<string, unknown>, number, string, string]>([
    [{ app: 'canvas' }, {}, 400, 'app_unknown', 'app_unknown'],
    [{ app: 'code-editor' }, {}, 403, 'app_not_allowed', 'app_not_allowed'],
    [{ space: '../bobs' }, {}, 404, 'space_not_found', 'space_not_found'],
    [{ app: 'studio' }, { app: ['jupyterlab', 'studio'] }, 400, 'bad_request', 'repeated_parameter'],
  ])('%j, %j is refused without asking SageMaker', async (query, all, status, code, logged) => {
    const { handler, log, asked, choices } = setUp();
    const response = await handler(choosing(query, all));
    expect(response.statusCode).toBe(status);
    expect(response.headers).toMatchObject({ ...safe, 'Content-Type': 'application/problem+json' });
    expect(JSON.parse(response.body)).toHaveProperty('code', code);
    expect(log).toEqual([['WARN', logged, { ...facts, profile: 'alice' }]]);
    expect([asked, choices]).toEqual([[], []]);
  });

  test('that SageMaker does not confirm is refused with its reason in the log alone', async () => {
    const error = Object.assign(new Error('marked'), { name: 'SpaceNotFound', code: 'other_owner' });
    const { handler, log } = setUp(() => Promise.reject(error));
    const response = await handler(choosing({ space: 'bobs' }));
    expect(JSON.parse(response.body)).toEqual({
      type: 'about:blank',
      title: 'Not Found',
      status: 404,
      code: 'space_not_found',
      requestId: 'request-1',
    });
    const known = { ...facts, profile: 'alice', app: undefined, space: 'bobs' };
    expect(log).toEqual([['WARN', 'space_not_found', { ...known, cause: 'SpaceNotFound other_owner' }]]);
  });
});

describe('the list of spaces', () => {
  const listing = (profile = 'alice') => {
    const event = proxyEvent(profile, { resource: '/me/spaces', path: '/me/spaces' });
    return { ...event, requestContext: { ...event.requestContext, resourcePath: '/me/spaces' } };
  };

  test("has the caller's own, is kept by nobody, and leaves a line", async () => {
    const { handler, log, asked } = setUp();
    await expect(handler(listing())).resolves.toEqual({
      statusCode: 200,
      headers: { ...safe, 'Content-Type': 'application/json' },
      body: '{"spaces":[{"name":"work","app":"jupyterlab","status":"InService"}],"complete":true}',
    });
    expect(asked).toEqual(['spaces of alice']);
    expect(log).toEqual([['INFO', 'spaces_listed', { ...facts, profile: 'alice', spaces: 1 }]]);
  });

  test('that may lack some is a warning', async () => {
    const { handler, log } = setUp(undefined, true, () => Promise.resolve({ spaces: [], complete: false }));
    await expect(handler(listing())).resolves.toMatchObject({
      statusCode: 200,
      body: '{"spaces":[],"complete":false}',
    });
    expect(log).toEqual([['WARN', 'spaces_incomplete', { ...facts, profile: 'alice', spaces: 0 }]]);
  });

  test.each([
    ['ThrottlingException', 429, 'throttled'],
    ['AccessDeniedException', 502, 'sagemaker_failed'],
    ['TimeoutError', 504, 'timeout'],
  ])('fails as a URL does: %s', async (name, status, code) => {
    const { handler } = setUp(undefined, true, () =>
      Promise.reject(Object.assign(new Error('arn:aws:marked'), { name })),
    );
    const response = await handler(listing());
    expect(response).toMatchObject({ statusCode: status, headers: safe });
    expect(JSON.parse(response.body)).toHaveProperty('code', code);
    expect(response.body).not.toContain('marked');
  });

  test('that never comes is 504 at the deadline', async () => {
    const { handler } = setUp(undefined, true, () => new Promise(() => undefined));
    await expect(handler(listing())).resolves.toMatchObject({ statusCode: 504 });
  });

  test('is not for the suspended, nor for those who ask too often, nor without a profile', async () => {
    const { handler, asked } = setUp();
    await expect(handler(listing('carol'))).resolves.toMatchObject({ statusCode: 403 });
    await expect(handler(listing('bo/b'))).resolves.toMatchObject({ statusCode: 401 });
    const { handler: exhausted, log } = setUp(undefined, false);
    await expect(exhausted(listing())).resolves.toMatchObject({
      statusCode: 429,
      headers: { 'Retry-After': '6' },
    });
    expect(log).toEqual([['WARN', 'too_many_lists', { ...facts, profile: 'alice' }]]);
    expect(asked).toEqual([]);
  });
});

test('a failure is answered by its status and code, and logged by its class', async () => {
  const error = Object.assign(new Error('User: arn:aws:iam::1:role/x'), { name: 'AccessDeniedException' });
  const { handler, log } = setUp(() => Promise.reject(error));
  const response = await handler(proxyEvent('alice'));
  expect(response.statusCode).toBe(502);
  expect(JSON.parse(response.body)).toEqual({
    type: 'about:blank',
    title: 'Bad Gateway',
    status: 502,
    code: 'sagemaker_failed',
    requestId: 'request-1',
  });
  expect(log).toEqual([
    ['ERROR', 'sagemaker_denied', { ...facts, profile: 'alice', cause: 'AccessDeniedException' }],
  ]);
});

test('a throttled caller is told when to come back', async () => {
  const error = Object.assign(new Error(''), { name: 'ThrottlingException' });
  const { handler } = setUp(() => Promise.reject(error));
  await expect(handler(proxyEvent('alice'))).resolves.toMatchObject({
    statusCode: 429,
    headers: { 'Retry-After': '2' },
  });
});

test('a user who asks too often is told when to come back, without asking SageMaker', async () => {
  const { handler, log, asked } = setUp(undefined, false);
  const response = await handler(proxyEvent('alice'));
  expect(response).toMatchObject({
    statusCode: 429,
    headers: { ...safe, 'Content-Type': 'application/problem+json', 'Retry-After': '6' },
  });
  expect(JSON.parse(response.body)).toMatchObject({ code: 'too_many_requests' });
  expect(log).toEqual([['WARN', 'too_many_urls', { ...facts, profile: 'alice' }]]);
  expect(asked).toEqual([]);
});

test('SageMaker that never answers is 504 at the deadline', async () => {
  const { handler, log } = setUp(() => new Promise(() => undefined));
  await expect(handler(proxyEvent('alice'))).resolves.toMatchObject({ statusCode: 504 });
  expect(log[0]?.[1]).toBe('sagemaker_timeout');
});

test("without API Gateway's request id, Lambda's own is given", async () => {
  const { handler } = setUp();
  const response = await handler({}, { awsRequestId: 'lambda-request-1' });
  expect(JSON.parse(response.body)).toHaveProperty('requestId', 'lambda-request-1');
  expect(JSON.parse((await handler(null)).body)).toHaveProperty('requestId', 'unknown');
});

test('any input gets a response that caches do not store', async () => {
  const { handler } = setUp((profile) =>
    profile === 'alice' ? Promise.resolve(studioUrl) : Promise.reject(new Error('marked')),
  );
  const authorizer = fc.record({
    principalId: fc.anything(),
    studioUserProfile: fc.oneof(fc.constantFrom('alice', 'bob', '*'), fc.anything()),
  });
  const events = fc.oneof(
    fc.anything(),
    fc.record(
      {
        requestContext: fc.oneof(fc.record({ authorizer, identity: fc.anything() }), fc.anything()),
        pathParameters: fc.oneof(
          fc.record({ EMPLOYEE_ID: fc.oneof(fc.constant('alice'), fc.anything()) }),
          fc.anything(),
        ),
        queryStringParameters: fc.oneof(
          fc.record({ redirect: fc.constantFrom('true', 'x') }),
          fc.record({ app: fc.anything(), space: fc.anything() }),
          fc.anything(),
        ),
        multiValueQueryStringParameters: fc.anything(),
      },
      { requiredKeys: [] },
    ),
  );
  await fc.assert(
    fc.asyncProperty(events, fc.anything(), async (event, context) => {
      const { statusCode, headers, body } = await handler(event, context);
      expect([200, 302, 400, 401, 403, 404, 502]).toContain(statusCode);
      expect(headers).toMatchObject(safe);
      expect(body === '' || typeof JSON.parse(body) === 'object').toBe(true);
    }),
    { numRuns: 1000 },
  );
});
