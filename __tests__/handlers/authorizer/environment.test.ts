import { readSettings, writeSettings } from '../../../handlers/authorizer/environment';

const issuer = 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Example01';
const good = { USER_POOL_ISSUER: issuer, APP_CLIENT_ID: '3n4b5urk1ft4fl3mg5e62d9ado' };

test('the key set and the claim have defaults', () => {
  expect(readSettings(good)).toEqual({
    issuer,
    clientId: '3n4b5urk1ft4fl3mg5e62d9ado',
    jwksUri: `${issuer}/.well-known/jwks.json`,
    profileClaim: 'username',
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
  expect(Object.values(readSettings({ ...good, [name]: value }))).toContain(value);
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
  ['JWKS_URI', 'http://keys.example/jwks.json'],
  ['JWKS_URI', 'http://localhost/jwks.json'],
  ['JWKS_URI', 'http://127.0.0.1.evil.example/jwks.json'],
  ['JWKS_URI', 'http://10.0.0.1/jwks.json'],
  ['JWKS_URI', 'https://user:password@keys.example/jwks.json'],
  ['JWKS_URI', 'file:///etc/jwks.json'],
  ['JWKS_URI', 'not a url'],
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
      'APP_CLIENT_ID is not set, expected the id of a Cognito app client, 1 to 128 letters, digits, + and _',
      'JWKS_URI is "ftp://x", expected an https: URL, or an http: URL whose host is a loopback address (127.0.0.1 or [::1])',
    ].join('\n'),
  );
});

test('the reader accepts the variables that the writer writes', () => {
  const settings = { issuer, clientId: 'client' };
  expect(readSettings(writeSettings(settings))).toMatchObject(settings);
});
