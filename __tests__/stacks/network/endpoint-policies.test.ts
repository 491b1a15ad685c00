import { statementsOf } from '../../../test-support/policies';
import { synthesize } from '../../../test-support/synthesize';

/** What an endpoint is asked for: by whom, and where the resource is. */
interface Attempt {
  readonly action: string;
  readonly resource?: string;
  /** Account of the caller; anonymous callers of the API have none. */
  readonly caller?: string;
  /** Account of the resource. */
  readonly owner?: string;
}

const own = '<account>';
const foreign = '444455556666';

const matches = (patterns: unknown, value: string) =>
  [patterns].flat().some((pattern) => {
    const parts = String(pattern)
      .split('*')
      .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
    return new RegExp(`^${parts.join('.*')}$`).test(value);
  });

function policyOf(stacks: ReturnType<typeof synthesize>, endpoint: string) {
  const statements = statementsOf({ network: stacks.network })
    .filter(({ where }) => where === `network/aws_vpc_endpoint.${endpoint}`)
    .map(({ statement }) => statement);
  expect(statements.length).toBeGreaterThan(0);
  return (attempt: Attempt) => statements.some((statement) => allows(statement, attempt));
}

/** Whether a statement allows an attempt. The policies hold no Deny, and no operator but `StringEquals`. */
function allows(statement: Readonly<Record<string, unknown>>, attempt: Attempt): boolean {
  const { Effect, Principal, Action, Resource, Condition = {}, Sid, ...others } = statement;
  const { StringEquals = {}, ...operators } = Condition as Record<string, Record<string, string>>;
  expect({ Sid, Effect, Principal, others, operators }).toMatchObject({
    Effect: 'Allow',
    Principal: '*',
    others: {},
    operators: {},
  });
  const context: Record<string, string | undefined> = {
    'aws:PrincipalAccount': attempt.caller,
    'aws:ResourceAccount': attempt.owner,
  };
  return (
    matches(Action, attempt.action) &&
    matches(Resource, attempt.resource ?? '*') &&
    Object.entries(StringEquals).every(([key, value]) => context[key] === value)
  );
}

const arn = (service: string, resource: string, account = own) =>
  `arn:aws:${service}:us-east-1:${account}:${resource}`;

const invoke = (resource: string, account?: string): Attempt => ({
  action: 'execute-api:Invoke',
  resource: arn('execute-api', resource, account),
});
const invokeEndpoint = (caller: string, account?: string): Attempt => ({
  action: 'sagemaker:InvokeEndpoint',
  resource: arn('sagemaker', 'endpoint/model', account),
  caller,
});
const useUrl = (domain: string, account?: string): Attempt => ({
  action: 'sagemaker:CreatePresignedDomainUrl',
  resource: arn('sagemaker', `user-profile/${domain}/alice`, account),
});
const assume = (caller: string, account: string): Attempt => ({
  action: 'sts:AssumeRole',
  resource: `arn:aws:iam::${account}:role/any`,
  caller,
});
const putLogs = (caller: string, group: string, account?: string): Attempt => ({
  action: 'logs:PutLogEvents',
  resource: arn('logs', `log-group:${group}`, account),
  caller,
});
const s3 = (action: string, bucket: string, caller: string, owner: string): Attempt => ({
  action: `s3:${action}`,
  resource: `arn:aws:s3:::${bucket}/file`,
  caller,
  owner,
});

const example = synthesize();

describe.each<[endpoint: string, attempts: [what: string, isAllowed: boolean, attempt: Attempt][]]>([
  [
    'execute-api',
    [
      ['the API', true, invoke('abc123/prod/GET/me')],
      ['own spaces', true, invoke('abc123/prod/GET/me/spaces')],
      ['another stage', false, invoke('abc123/test/GET/me')],
      ['own spaces of another stage', false, invoke('abc123/test/GET/me/spaces')],
      ['own spaces by another method', false, invoke('abc123/prod/DELETE/me/spaces')],
      ['another method', false, invoke('abc123/prod/POST/me')],
      ["another account's API", false, invoke('abc123/prod/GET/me', foreign)],
      ['a custom domain name, as none is set', false, invoke('/domainnames/studio.corp.example.com+abc')],
      ['another action', false, { ...invoke('abc123/prod/GET/me'), action: 'execute-api:ManageConnections' }],
    ],
  ],
  [
    'sagemaker-api',
    [
      ['this account', true, { action: 'sagemaker:DescribeDomain', caller: own }],
      ['the spaces of this account', true, { action: 'sagemaker:ListSpaces', caller: own }],
      [
        'a space of this account',
        true,
        {
          action: 'sagemaker:DescribeSpace',
          resource: arn('sagemaker', 'space/d-0123456789ab/work'),
          caller: own,
        },
      ],
      [
        "the spaces of another account's credentials",
        false,
        { action: 'sagemaker:ListSpaces', caller: foreign },
      ],
      ["another account's credentials", false, { action: 'sagemaker:CreateTrainingJob', caller: foreign }],
      ['a caller without credentials', false, { action: 'sagemaker:CreateTrainingJob' }],
    ],
  ],
  [
    'studio',
    [
      ['a URL', true, useUrl('d-0123456789ab')],
      ["a URL of another account's Studio", false, useUrl('d-0123456789ab', foreign)],
      [
        'the deletion of an app',
        false,
        { action: 'sagemaker:DeleteApp', resource: arn('sagemaker', 'app/d-0123456789ab/alice/x/default') },
      ],
    ],
  ],
  [
    'sagemaker-runtime',
    [
      ['a model', true, invokeEndpoint(own)],
      ["a model by another account's credentials", false, invokeEndpoint(foreign)],
      ["another account's model, as a way out for data", false, invokeEndpoint(own, foreign)],
    ],
  ],
  [
    'sts',
    [
      ['a role', true, assume(own, own)],
      ["another account's role, as a way out for data", false, assume(own, foreign)],
      ["another account's credentials", false, assume(foreign, own)],
      ["who another account's credentials are", false, { action: 'sts:GetCallerIdentity', caller: foreign }],
      ['who one is', true, { action: 'sts:GetCallerIdentity', caller: own }],
      [
        'a session for a token of another identity provider',
        false,
        { ...assume(own, own), action: 'sts:AssumeRoleWithWebIdentity' },
      ],
    ],
  ],
  [
    'logs',
    [
      ["a notebook's log", true, putLogs(own, '/aws/sagemaker/studio')],
      ["the authorizer's log, which a notebook could forge", false, putLogs(own, '/aws/lambda/authorizer')],
      ["another account's log, as a way out for data", false, putLogs(own, '/aws/sagemaker/x', foreign)],
      ["another account's credentials", false, putLogs(foreign, '/aws/sagemaker/x')],
    ],
  ],
  [
    'servicecatalog',
    [
      ['the catalog', true, { action: 'servicecatalog:ListPortfolios', caller: own }],
      ['the catalog by another account', false, { action: 'servicecatalog:ListPortfolios', caller: foreign }],
      ['a change of the catalog', false, { action: 'servicecatalog:CreateProduct', caller: own }],
    ],
  ],
  [
    's3',
    [
      ['a bucket', true, s3('PutObject', 'data', own, own)],
      ["another account's bucket, as a way out for data", false, s3('PutObject', 'thief', own, foreign)],
      ["another account's credentials", false, s3('GetObject', 'data', foreign, own)],
      ["AWS's public models", true, s3('GetObject', 'jumpstart-cache-prod-us-east-1', own, foreign)],
      [
        "a file among AWS's public models",
        false,
        s3('PutObject', 'jumpstart-cache-prod-us-east-1', own, foreign),
      ],
      [
        'a bucket whose name begins like that of the models',
        false,
        s3('GetObject', 'jumpstart-cache-prod-us-east-1-thief', own, foreign),
      ],
    ],
  ],
])('the policy of the endpoint %s', (endpoint, attempts) => {
  const isAllowed = policyOf(example, endpoint);

  it.each(attempts)('on %s: %p', (_, expected, attempt) => {
    expect(isAllowed(attempt)).toBe(expected);
  });
});

it('a Studio domain that exists already is the only one whose URLs work', () => {
  const isAllowed = policyOf(
    synthesize({ 'studio.domain': { existing: { domainId: 'd-0123456789ab' } } }),
    'studio',
  );
  expect(isAllowed(useUrl('d-0123456789ab'))).toBe(true);
  expect(isAllowed(useUrl('d-ba9876543210'))).toBe(false);
});

it.each([
  ['studio.corp.example.com+abc123', true],
  ['studio.corp.example.com.evil.example+abc123', false],
  ['evil.example+abc123', false],
])('with a custom domain name, the API can be called as %s: %p', (domain, expected) => {
  const isAllowed = policyOf(
    synthesize({
      'api.customDomain': {
        name: 'studio.corp.example.com',
        certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/11111111-2222-3333-4444-555555555555',
      },
    }),
    'execute-api',
  );
  expect(isAllowed(invoke(`/domainnames/${domain}`))).toBe(expected);
});
