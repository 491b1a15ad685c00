import { readSettings, writeSettings } from '../../../handlers/authorizer/environment';

const issuer = 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Example01';
const good = { USER_POOL_ISSUER: issuer, APP_CLIENT_ID: '3n4b5urk1ft4fl3mg5e62d9ado' };

test('the key set and the claim have defaults', () => {
  expect(readSettings(good)).toEqual({
    kind: 'cognito',
    issuer,
    clientIds: ['3n4b5urk1ft4fl3mg5e62d9ado'],
    keys: { uri: `${issuer}/.well-known/jwks.json` },
    profileClaim: 'username',
  });
});

test('there may be several app clients', () => {
  expect(readSettings({ ...good, APP_CLIENT_ID: 'portal,command_line' })).toMatchObject({
    clientIds: ['portal', 'command_line'],
  });
});

test.each([
  ['USER_POOL_ISSUER', 'https://issuer-cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Example01'],
  ['USER_POOL_ISSUER', 'https://cognito-idp.cn-north-1.amazonaws.com.cn/cn-north-1_abc'],
  ['USER_POOL_ISSUER', 'https://cognito-idp.us-gov-west-1.amazonaws.com/us-gov-west-1_abc'],
  ['JWKS_URI', 'https://keys.example/jwks.json'],
  ['JWKS_URI', 'http://127.0.0.1:8080/jwks.json'],
  ['JWKS_URI', 'http://127.9.9.9/jwks.json'],
  ['JWKS_URI', 'http://[::1]:8080/jwks.json'],
  ['PROFILE_CLAIM', 'custom:studio_profile'],
  ['PROFILE_CLAIM', 'https://example.com/studio-profile'],
])('%s may be %s', (name, value) => {
  expect(JSON.stringify(readSettings({ ...good, [name]: value }))).toContain(`"${value}"`);
});

test.each([
  ['USER_POOL_ISSUER', 'http://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Example01'],
  ['USER_POOL_ISSUER', `${issuer}/`],
  ['USER_POOL_ISSUER', `${issuer}?x=1`],
  ['USER_POOL_ISSUER', ` ${issuer}`],
  ['USER_POOL_ISSUER', 'https://evil.example/eu-central-1_Example01'],
  ['USER_POOL_ISSUER', 'https://cognito-idp.evil.example@evil.example/eu-central-1_Example01'],
  ['USER_POOL_ISSUER', 'eu-central-1_Example01'],
  ['APP_CLIENT_ID', 'has space'],
  ['APP_CLIENT_ID', 'a'.repeat(129)],
  ['APP_CLIENT_ID', 'one, two'],
  ['APP_CLIENT_ID', 'one,,two'],
  ['APP_CLIENT_ID', 'one,'],
  ['APP_CLIENT_ID', ','],
  ['JWKS_URI', 'http://keys.example/jwks.json'],
  ['JWKS_URI', 'http://localhost/jwks.json'],
  ['JWKS_URI', 'http://127.0.0.1.evil.example/jwks.json'],
  ['JWKS_URI', 'http://10.0.0.1/jwks.json'],
  ['JWKS_URI', 'https://user:password@keys.example/jwks.json'],
  ['JWKS_URI', 'file:///etc/jwks.json'],
  ['JWKS_URI', 'not a url'],
  ['JWKS_FILE', 'jwks.json'],
  ['PROFILE_CLAIM', 'has space'],
  ['PROFILE_CLAIM', 'a'.repeat(129)],
])('fails if %s is %j', (name, value) => {
  expect(() => readSettings({ ...good, [name]: value })).toThrow(
    new RegExp(`^environment has 1 problem:\\n${name} is "`),
  );
});

test('fails naming all problems at once', () => {
  expect(() => readSettings({ USER_POOL_ISSUER: 'x', JWKS_URI: 'ftp://x', PROFILE_CLAIM: '' })).toThrow(
    [
      'environment has 3 problems:',
      'USER_POOL_ISSUER is "x", expected the issuer of a Cognito user pool, https://[issuer-]cognito-idp.<region>.<suffix>/<pool id>',
      'APP_CLIENT_ID is not set, expected the id of a Cognito app client, 1 to 128 letters, digits, + and _, or several divided by commas',
      'JWKS_URI is "ftp://x", expected an https: URL, or an http: URL whose host is a loopback address (127.0.0.1 or [::1])',
    ].join('\n'),
  );
});

const company = {
  OIDC_ISSUER: 'https://login.corp.example/realms/staff',
  JWKS_URI: 'https://login.corp.example/realms/staff/keys',
  OIDC_AUDIENCE: 'api://studio',
  OIDC_SCOPE: 'studio.open',
  PROFILE_CLAIM: 'sub',
};

test('of the company, every client of the audience is accepted, and nobody listed or derived, unless variables say so', () => {
  expect(readSettings(company)).toEqual({
    kind: 'oidc',
    issuer: company.OIDC_ISSUER,
    keys: { uri: company.JWKS_URI },
    audience: 'api://studio',
    scope: 'studio.open',
    clients: undefined,
    profileClaim: 'sub',
    profileNamesFile: undefined,
    deriveProfileNames: false,
  });
});

test.each([
  ['OIDC_ISSUER', 'http://adfs.corp.example/adfs/services/trust'],
  ['OIDC_ISSUER', 'https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0'],
  ['OIDC_ISSUER', 'https://sts.windows.net/9188040d-6c67-4c5b-b112-36a304b66dad/'],
  ['OIDC_AUDIENCE', 'microsoft:identityserver:6731de76-14a6-49ae-97bc-6eba6914391e'],
  ['OIDC_SCOPE', 'api://studio/access_as_user'],
  ['PROFILE_CLAIM', 'https://corp.example/person'],
])('%s of the company may be %s', (name, value) => {
  expect(JSON.stringify(readSettings({ ...company, [name]: value }))).toContain(`"${value}"`);
});

test.each<[problem: string, changes: Record<string, string | undefined>]>([
  ['OIDC_ISSUER is not set', { OIDC_ISSUER: undefined }],
  ['OIDC_ISSUER is "login.corp.example"', { OIDC_ISSUER: 'login.corp.example' }],
  ['OIDC_ISSUER is "ftp://corp.example"', { OIDC_ISSUER: 'ftp://corp.example' }],
  ['OIDC_ISSUER is "https://corp.example/a b"', { OIDC_ISSUER: 'https://corp.example/a b' }],
  ['OIDC_AUDIENCE is not set', { OIDC_AUDIENCE: '' }],
  ['OIDC_AUDIENCE is "one two"', { OIDC_AUDIENCE: 'one two' }],
  ['OIDC_SCOPE is not set', { OIDC_SCOPE: undefined }],
  ['OIDC_SCOPE is "openid studio"', { OIDC_SCOPE: 'openid studio' }],
  ['PROFILE_CLAIM is not set', { PROFILE_CLAIM: undefined }],
  ['JWKS_URI is not set', { JWKS_URI: undefined }],
  ['JWKS_URI is "http://keys.example/"', { JWKS_URI: 'http://keys.example/' }],
  [`JWKS_URI is "${company.JWKS_URI}", expected nothing: JWKS_FILE is set`, { JWKS_FILE: 'jwks.json' }],
  ['JWKS_FILE is "../jwks.json"', { JWKS_URI: undefined, JWKS_FILE: '../jwks.json' }],
  ['USER_POOL_ISSUER is "https', { USER_POOL_ISSUER: issuer }],
  ['APP_CLIENT_ID is "client"', { APP_CLIENT_ID: 'client' }],
  ['OIDC_CLIENT_CLAIM is not set', { OIDC_CLIENT_IDS: 'portal' }],
  ['OIDC_CLIENT_IDS is not set', { OIDC_CLIENT_CLAIM: 'azp' }],
  ['OIDC_CLIENT_CLAIM is "sub"', { OIDC_CLIENT_IDS: 'portal', OIDC_CLIENT_CLAIM: 'sub' }],
  ['OIDC_CLIENT_IDS is "portal,"', { OIDC_CLIENT_IDS: 'portal,', OIDC_CLIENT_CLAIM: 'azp' }],
  ['PROFILE_NAMES_FILE is "/etc/passwd"', { PROFILE_NAMES_FILE: '/etc/passwd' }],
  ['DERIVE_PROFILE_NAMES is "1"', { DERIVE_PROFILE_NAMES: '1' }],
])('fails with %s', (problem, changes) => {
  const read = () => readSettings({ ...company, ...changes });
  expect(read).toThrow(`environment has 1 problem:\n${problem}`);
});

test.each([
  { ...good, OIDC_AUDIENCE: 'api://studio' },
  { ...good, ...company },
])('variables of both kinds are refused', (variables) => {
  expect(() => readSettings(variables)).toThrow(
    /USER_POOL_ISSUER is "https:.*", expected nothing: variables that begin with OIDC_ are set/,
  );
});

describe('the reader accepts the variables that the writer writes', () => {
  test.each([
    { kind: 'cognito', issuer, clientIds: ['client'] } as const,
    { kind: 'cognito', issuer, clientIds: ['portal', 'cli'], profileClaim: 'studio_profile' } as const,
  ])('for a user pool', (settings) => {
    expect(readSettings(writeSettings(settings))).toMatchObject(settings);
  });

  test('for the company, with as little as it needs', () => {
    const variables = writeSettings({
      kind: 'oidc',
      issuer: company.OIDC_ISSUER,
      jwksUri: company.JWKS_URI,
      audience: company.OIDC_AUDIENCE,
      scope: company.OIDC_SCOPE,
      profileClaim: 'sub',
    });
    expect(variables).toEqual(company);
  });

  test('for the company, with everything', () => {
    const variables = writeSettings({
      kind: 'oidc',
      issuer: company.OIDC_ISSUER,
      jwksFile: 'jwks.json',
      audience: company.OIDC_AUDIENCE,
      scope: company.OIDC_SCOPE,
      clientIds: ['portal', 'cli'],
      clientClaim: 'azp',
      profileClaim: 'oid',
      profileNamesFile: 'profile-names.json',
      deriveProfileNames: true,
    });
    expect(readSettings(variables)).toEqual({
      kind: 'oidc',
      issuer: company.OIDC_ISSUER,
      keys: { file: 'jwks.json' },
      audience: company.OIDC_AUDIENCE,
      scope: company.OIDC_SCOPE,
      clients: { claim: 'azp', ids: ['portal', 'cli'] },
      profileClaim: 'oid',
      profileNamesFile: 'profile-names.json',
      deriveProfileNames: true,
    });
  });
});
