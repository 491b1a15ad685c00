import { readSettings, writeSettings } from '../../../handlers/profile-claim/environment';

const good = { PROFILE_ATTRIBUTE: 'custom:person', IDENTITY_PROVIDER: 'CorpIdP' };

test('nobody is listed, gets a derived name or has a password, unless variables say so', () => {
  expect(readSettings(good)).toEqual({
    profileAttribute: 'custom:person',
    identityProvider: 'CorpIdP',
    profileNamesFile: undefined,
    deriveProfileNames: false,
    localUsers: false,
  });
});

test.each([
  { profileAttribute: 'email', identityProvider: 'ADFS', deriveProfileNames: false, localUsers: false },
  {
    profileAttribute: 'custom:person',
    identityProvider: 'Corp-IdP-2',
    profileNamesFile: 'profile-names.json',
    deriveProfileNames: true,
    localUsers: true,
  },
])('the reader accepts the variables that the writer writes', (settings) => {
  const variables = writeSettings(settings);
  expect(readSettings(variables)).toEqual({ profileNamesFile: undefined, ...settings });
  expect(Object.values(variables)).not.toContain('');
});

test.each([
  ['PROFILE_ATTRIBUTE', 'has space'],
  ['PROFILE_ATTRIBUTE', 'a'.repeat(129)],
  ['IDENTITY_PROVIDER', 'Corp_IdP'],
  ['IDENTITY_PROVIDER', 'Corp IdP'],
  ['IDENTITY_PROVIDER', 'a'.repeat(33)],
  ['PROFILE_NAMES_FILE', '../profile-names.json'],
  ['PROFILE_NAMES_FILE', '/etc/passwd'],
  ['PROFILE_NAMES_FILE', '.'],
  ['PROFILE_NAMES_FILE', 'a\\b'],
  ['DERIVE_PROFILE_NAMES', 'yes'],
  ['DERIVE_PROFILE_NAMES', 'TRUE'],
  ['LOCAL_USERS', '1'],
])('fails if %s is %j', (name, value) => {
  expect(() => readSettings({ ...good, [name]: value })).toThrow(
    new RegExp(`^environment has 1 problem:\\n${name} is "`),
  );
});

test('fails naming what is missing', () => {
  expect(() => readSettings({})).toThrow(
    /^environment has 2 problems:\nPROFILE_ATTRIBUTE is not set, expected the name of a user attribute, .*\nIDENTITY_PROVIDER is not set, expected the name of the user pool's identity provider/,
  );
});
