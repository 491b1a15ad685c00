import { spaceNamePattern, studioDomainIdPattern } from '../../api/limits';
import { readSettings as readAuthorizer } from '../../handlers/authorizer/environment';
import { readSettings as readPortal } from '../../handlers/portal/environment';
import { readSettings as readPresignedUrl } from '../../handlers/presigned-url/environment';
import { readSettings as readProfileClaim } from '../../handlers/profile-claim/environment';
import { companyTokens, environmentWith, federation } from '../../test-support/environments';
import { passwordSettings } from '../../test-support/portal/settings';

it.each(['d-0', 'd-0123456789ab', 'd-abc-def', 'd-a--b', `d-${'a'.repeat(61)}`])(
  '%s is the id of a Studio domain',
  (id) => {
    expect(studioDomainIdPattern.test(id)).toBe(true);
  },
);

it.each([
  '',
  'd-',
  'd--',
  'D-0123456789ab',
  'd-ABC',
  'd-abc-',
  'd_abc',
  'd-*',
  'd-abc/*',
  'd-abc\n',
  'd-${aws:username}',
  'x-d-abc',
  `d-${'a'.repeat(62)}`,
])('%j is not the id of a Studio domain', (id) => {
  expect(studioDomainIdPattern.test(id)).toBe(false);
});

test.each([
  ['a', true],
  ['Work-2', true],
  ['a'.repeat(63), true],
  ['', false],
  ['work-', false],
  ['work_2', false],
  ['a'.repeat(64), false],
])('%j is the name of a space: %s', (name, expected) => {
  expect(spaceNamePattern.test(name)).toBe(expected);
});

interface Shared {
  readonly what: string;
  /** Changes that put a value into the environment file. */
  readonly file: (value: unknown) => Readonly<Record<string, unknown>>;
  /** Reads the variables of a function with a value. */
  readonly read: (value: unknown) => unknown;
  readonly right: readonly unknown[];
  readonly wrong: readonly unknown[];
}

const presignedUrl = (changes: Readonly<Record<string, string>>) =>
  readPresignedUrl({
    STUDIO_DOMAIN_ID: 'd-0123456789ab',
    URL_LIFETIME_SECONDS: '60',
    SESSION_DURATION_SECONDS: '3600',
    AWS_REGION: 'eu-central-1',
    ...changes,
  });

const firstUse = {
  executionRoleArn: 'arn:aws:iam::111122223333:role/users',
  securityGroupIds: ['sg-0123456789abcdef0'],
  tags: {},
};

const authorizer = (changes: Readonly<Record<string, string>>) =>
  readAuthorizer({
    OIDC_ISSUER: 'https://login.corp.example.com',
    JWKS_URI: 'https://login.corp.example.com/keys',
    OIDC_AUDIENCE: 'api://studio-access',
    OIDC_SCOPE: 'studio.open',
    PROFILE_CLAIM: 'sub',
    ...changes,
  });

const ownTokens = (changes: object) => ({ identity: { oidc: { ...companyTokens.oidc, ...changes } } });

const portal = (operator: object) =>
  readPortal({ PORTAL_SETTINGS: JSON.stringify({ ...passwordSettings, operator }) });

const urlOf = (length: number) => 'https://corp.example.com/'.padEnd(length, 'a');

const shared: readonly Shared[] = [
  {
    what: 'the lifetime of a URL',
    file: (value) => ({ 'studio.urlLifetimeSeconds': value }),
    read: (value) => presignedUrl({ URL_LIFETIME_SECONDS: String(value) }),
    right: [5, 300],
    wrong: [4, 301],
  },
  {
    what: 'the length of a session',
    file: (value) => ({ 'studio.sessionDurationSeconds': value }),
    read: (value) => presignedUrl({ SESSION_DURATION_SECONDS: String(value) }),
    right: [1800, 43_200],
    wrong: [1799, 43_201],
  },
  {
    what: 'the minutes until an idle app stops',
    file: (value) => ({ 'studio.idleTimeoutMinutes': value }),
    read: (value) =>
      presignedUrl({ PROFILES_ON_FIRST_USE: JSON.stringify({ ...firstUse, idleTimeoutMinutes: value }) }),
    right: [60, 525_600],
    wrong: [0, 59, 525_601, 60.5],
  },
  {
    what: 'the region',
    file: (value) => ({ region: value }),
    read: (value) => presignedUrl({ AWS_REGION: String(value) }),
    right: ['us-east-1'],
    wrong: ['us-east', 'us-east-1a', 'US-EAST-1', 'corp.example/'],
  },
  {
    what: 'the name of the identity provider',
    file: (value) => ({ 'identity.cognito.federation': { ...federation, providerName: value } }),
    read: (value) => readProfileClaim({ PROFILE_ATTRIBUTE: 'email', IDENTITY_PROVIDER: String(value) }),
    right: ['Abc', 'Corp-IdP-2', 'a'.repeat(32)],
    wrong: ['Ab', 'a'.repeat(33), 'Corp_IdP', 'Corp IdP', 'Corp.IdP', '2nd', 'COGNITO'],
  },
  {
    what: 'the issuer of tokens',
    file: (value) => ownTokens({ issuer: value }),
    read: (value) => authorizer({ OIDC_ISSUER: String(value) }),
    right: ['http://adfs.corp.example.com/adfs/services/trust', urlOf(500)],
    wrong: [
      urlOf(501),
      'https://corp.example.com/?x=1',
      'https://a@corp.example.com',
      'ftp://corp.example.com',
    ],
  },
  {
    what: 'the audience of tokens',
    file: (value) => ownTokens({ audience: value }),
    read: (value) => authorizer({ OIDC_AUDIENCE: String(value) }),
    right: ['a', 'a'.repeat(256)],
    wrong: ['a b', '\u00e4', 'a'.repeat(257)],
  },
  {
    what: 'the id of a client',
    file: (value) => ownTokens({ clients: { claim: 'azp', ids: [value] } }),
    read: (value) => authorizer({ OIDC_CLIENT_IDS: String(value), OIDC_CLIENT_CLAIM: 'azp' }),
    right: ['a', 'a'.repeat(256)],
    wrong: ['a b', 'a'.repeat(257)],
  },
  {
    what: 'the name of the operator',
    file: (value) => ({ portal: { operator: { name: value } } }),
    read: (value) => portal({ name: value }),
    right: ['ML platform team', 'a'.repeat(80)],
    wrong: [' a', '<b>', 'a'.repeat(81)],
  },
  {
    what: 'the address of help',
    file: (value) => ({ portal: { operator: { help: value } } }),
    read: (value) => portal({ help: value }),
    right: ['mailto:ml-platform@corp.example.com', 'https://help.corp.example.com/?topic=studio#top'],
    wrong: ['mailto:nobody', 'http://help.corp.example.com', 'javascript:alert(1)'],
  },
];

describe('the environment file and the function take the same', () => {
  const right = shared.flatMap((row) => row.right.map((value) => [row.what, value, row] as const));
  it.each(right)('%s may be %j', (_, value, { file, read }) => {
    expect(() => environmentWith(file(value))).not.toThrow();
    expect(() => read(value)).not.toThrow();
  });

  const wrong = shared.flatMap((row) => row.wrong.map((value) => [row.what, value, row] as const));
  it.each(wrong)('%s may not be %j', (_, value, { file, read }) => {
    const [path = ''] = Object.keys(file(value));
    expect(() => environmentWith(file(value))).toThrow(path);
    expect(() => read(value)).toThrow('1 problem:');
  });
});
