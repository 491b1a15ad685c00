import { appWords } from '../../../api/landing';
import { readCredentials, readSettings, writeSettings } from '../../../handlers/presigned-url/environment';

const good = {
  STUDIO_DOMAIN_ID: 'd-abcdef123456',
  URL_LIFETIME_SECONDS: '30',
  SESSION_DURATION_SECONDS: '43200',
  AWS_REGION: 'eu-central-1',
};

test('the landing URI is optional', () => {
  expect(readSettings(good)).toEqual({
    domainId: 'd-abcdef123456',
    urlLifetimeSeconds: 30,
    sessionDurationSeconds: 43_200,
    landingUri: undefined,
    landingApps: ['studio', 'jupyterlab', 'code-editor'],
    suspendedProfiles: [],
    firstUse: undefined,
    region: 'eu-central-1',
  });
  expect(readSettings({ ...good, LANDING_URI: 'app:JupyterLab:lab/tree' }).landingUri).toBe(
    'app:JupyterLab:lab/tree',
  );
  expect(readSettings({ ...good, LANDING_URI: 'studio::' }).landingUri).toBe('studio::');
  expect(readSettings({ ...good, LANDING_URI: '' }).landingUri).toBeUndefined();
});

test.each([
  [undefined, ['studio', 'jupyterlab', 'code-editor']],
  ['none', []],
  ['studio', ['studio']],
  ['studio,code-editor', ['studio', 'code-editor']],
])('apps that callers may choose are optional: %j', (LANDING_APPS, expected) => {
  expect(readSettings({ ...good, LANDING_APPS }).landingApps).toEqual(expected);
});

test.each([
  ['', []],
  ['bob', ['bob']],
  ['bob,carol-b', ['bob', 'carol-b']],
])('suspended profiles are optional: %j', (SUSPENDED_PROFILES, expected) => {
  expect(readSettings({ ...good, SUSPENDED_PROFILES }).suspendedProfiles).toEqual(expected);
});

const firstUse = {
  executionRoleArn: 'arn:aws:iam::111122223333:role/studio-access-example-users',
  securityGroupIds: ['sg-0123456789abcdef0'],
  tags: { Environment: 'example' },
  idleTimeoutMinutes: 120,
};

test('profiles on first use are optional', () => {
  const read = (value: unknown) =>
    readSettings({ ...good, PROFILES_ON_FIRST_USE: JSON.stringify(value) }).firstUse;
  expect(read(firstUse)).toEqual(firstUse);
  expect(read({ ...firstUse, tags: {} })).toEqual({ ...firstUse, tags: {} });
  expect(readSettings({ ...good, PROFILES_ON_FIRST_USE: '' }).firstUse).toBeUndefined();
});

test.each([
  ['no JSON', '{'],
  ['a list', '[]'],
  ['nothing', '{}'],
  ['no role', JSON.stringify({ ...firstUse, executionRoleArn: undefined })],
  [
    'a user for a role',
    JSON.stringify({ ...firstUse, executionRoleArn: 'arn:aws:iam::111122223333:user/x' }),
  ],
  ['any role', JSON.stringify({ ...firstUse, executionRoleArn: 'arn:aws:iam::111122223333:role/*' })],
  ['no group', JSON.stringify({ ...firstUse, securityGroupIds: [] })],
  ['a group without a list', JSON.stringify({ ...firstUse, securityGroupIds: 'sg-0123456789abcdef0' })],
  ['a group that is none', JSON.stringify({ ...firstUse, securityGroupIds: ['vpc-1'] })],
  ['no tags', JSON.stringify({ ...firstUse, tags: undefined })],
  ['a tag that is no text', JSON.stringify({ ...firstUse, tags: { Environment: 1 } })],
  ['no idle time', JSON.stringify({ ...firstUse, idleTimeoutMinutes: undefined })],
  ['half a minute', JSON.stringify({ ...firstUse, idleTimeoutMinutes: 0.5 })],
])('fails if profiles on first use are %s', (_, value) => {
  expect(() => readSettings({ ...good, PROFILES_ON_FIRST_USE: value })).toThrow(
    /^environment has 1 problem:\nPROFILES_ON_FIRST_USE is "/,
  );
});

test.each([
  ['STUDIO_DOMAIN_ID', 'abcdef'],
  ['STUDIO_DOMAIN_ID', 'd-ABC'],
  ['STUDIO_DOMAIN_ID', 'd-'],
  ['STUDIO_DOMAIN_ID', 'd-abc/*'],
  ['STUDIO_DOMAIN_ID', `d-${'a'.repeat(62)}`],
  ['URL_LIFETIME_SECONDS', '4'],
  ['URL_LIFETIME_SECONDS', '301'],
  ['URL_LIFETIME_SECONDS', '30.5'],
  ['URL_LIFETIME_SECONDS', '3e1'],
  ['URL_LIFETIME_SECONDS', ' 30'],
  ['URL_LIFETIME_SECONDS', '0x1e'],
  ['SESSION_DURATION_SECONDS', '1799'],
  ['SESSION_DURATION_SECONDS', '43201'],
  ['SESSION_DURATION_SECONDS', '-1800'],
  ['LANDING_URI', 'https://evil.example'],
  ['LANDING_URI', 'app:Unknown:path'],
  ['LANDING_URI', 'studio::a b'],
  ['LANDING_URI', `studio::${'a'.repeat(1016)}`],
  ['LANDING_APPS', 'studio,'],
  ['LANDING_APPS', 'studio,none'],
  ['LANDING_APPS', 'studio, jupyterlab'],
  ['LANDING_APPS', 'JupyterLab'],
  ['LANDING_APPS', 'app:JupyterLab:'],
  ['LANDING_APPS', 'constructor'],
  ['SUSPENDED_PROFILES', 'bob,'],
  ['SUSPENDED_PROFILES', 'bob, carol'],
  ['SUSPENDED_PROFILES', 'Bob'],
  ['SUSPENDED_PROFILES', '*'],
  ['AWS_REGION', 'eu-central'],
  ['AWS_REGION', 'evil.example/'],
])('fails if %s is %j', (name, value) => {
  expect(() => readSettings({ ...good, [name]: value })).toThrow(
    new RegExp(`^environment has 1 problem:\\n${name} is "`),
  );
});

test('fails naming all problems at once', () => {
  expect(() => readSettings({ STUDIO_DOMAIN_ID: 'x', URL_LIFETIME_SECONDS: '1', LANDING_URI: 'x' })).toThrow(
    [
      'environment has 5 problems:',
      'STUDIO_DOMAIN_ID is "x", expected the id of a Studio domain, d- and lower-case letters, digits and inner hyphens, at most 63 characters',
      'URL_LIFETIME_SECONDS is "1", expected a whole number from 5 to 300',
      'SESSION_DURATION_SECONDS is not set, expected a whole number from 1800 to 43200',
      'LANDING_URI is "x", expected studio::<path> or app:<JupyterLab|CodeEditor|JupyterServer|Canvas|RStudioServerPro>:<path>',
      'AWS_REGION is not set, expected a region, as eu-central-1',
    ].join('\n'),
  );
});

test('credentials are read with or without a session', () => {
  const key = { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret' };
  expect(readCredentials(key)).toEqual({ accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' });
  expect(readCredentials({ ...key, AWS_SESSION_TOKEN: 'session' })).toHaveProperty('sessionToken', 'session');
  expect(() => readCredentials({ AWS_SECRET_ACCESS_KEY: 'secret' })).toThrow('AWS_ACCESS_KEY_ID is not set');
});

test.each([
  [[], undefined, [], undefined],
  [['bob', 'carol'], firstUse, appWords, 'studio::jupyterlab'],
])(
  'the reader accepts what the writer writes, suspended: %j, on first use: %j, landing: %j, %j',
  (suspendedProfiles, firstUse, landingApps, landingUri) => {
    const settings = {
      domainId: 'd-0123456789ab',
      urlLifetimeSeconds: 5,
      sessionDurationSeconds: 43_200,
      landingUri,
      landingApps,
      suspendedProfiles,
      firstUse,
    };
    const variables = { ...writeSettings(settings), AWS_REGION: 'us-east-1' };
    expect(readSettings(variables)).toMatchObject(settings);
  },
);
