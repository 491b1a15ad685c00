import { readReferencedFiles } from '../../config/referenced-files';
import { readNamedFile } from '../../test-support/environments';

const metadata = readNamedFile('corp/adfs.xml');
const keySet = readNamedFile('corp/keycloak-keys.json');

const saml = {
  identity: { cognito: { federation: { provider: { saml: { metadataFile: 'corp/file.xml' } } } } },
};
const keys = { identity: { oidc: { keys: { jwksFile: 'corp/file.json' } } } };

it.each<[what: string, file: object, text: string, expected: string | undefined]>([
  ["a provider's metadata", saml, metadata, undefined],
  [
    'metadata of an application, as Cognito or another one publishes its own',
    saml,
    metadata.replaceAll('IDPSSODescriptor', 'SPSSODescriptor'),
    'SAML metadata of an identity provider',
  ],
  ['a page for people', saml, '<html><body>Sign in</body></html>', 'SAML metadata of an identity provider'],
  ['keys for signatures', keys, keySet, undefined],
  ['keys without a use', keys, keySet.replace('"use": "sig",', ''), undefined],
  [
    'keys for encryption alone',
    keys,
    keySet.replace('"sig"', '"enc"'),
    'a JSON Web Key Set with keys for signatures',
  ],
  [
    'keys for another algorithm',
    keys,
    keySet.replace('"RS256"', '"PS256"'),
    'a JSON Web Key Set with keys for signatures',
  ],
  ['one key without a set', keys, JSON.stringify({ kty: 'RSA', kid: '1' }), 'it has no list of keys'],
])('a file that the environment names: %s', (_, file, text, expected) => {
  const { problems } = readReferencedFiles(file, () => text);
  expect(problems.map((problem) => problem.expected)).toEqual(
    expected === undefined ? [] : [expect.stringContaining(expected)],
  );
});
