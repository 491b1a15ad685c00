import { pinnedKeys } from '../../handlers/authorizer/pinned-keys';
import { filesOf } from '../../packaging/packed-files';
import { companyTokens, environmentWith } from '../../test-support/environments';
import { jwkOf, rsaKeyPair } from '../../test-support/handlers/tokens';

const pair = rsaKeyPair('access');
const jwk = jwkOf(pair, 'good');

/** The key set that the authorizer finds in its zip, of a file with these keys. */
function packed(...keys: unknown[]): string {
  const identity = { oidc: { ...companyTokens.oidc, keys: { jwksFile: 'corp/keys.json' } } };
  const environment = environmentWith({ identity }, undefined, () => JSON.stringify({ keys }));
  return filesOf(environment).authorizer?.['signing-keys.json'] ?? '';
}

test.each<[what: string, other: unknown]>([
  ['one without a modulus', { kty: 'RSA', kid: 'other', e: 'AQAB' }],
  ['one whose modulus is a number', { kty: 'RSA', kid: 'other', e: 'AQAB', n: 5 }],
  ['one of 1024 bits', jwkOf(rsaKeyPair('short', 1024), 'other')],
  ['one for another algorithm', { ...jwkOf(rsaKeyPair('id'), 'other'), alg: 'RSA-OAEP' }],
  ['one for encryption', { ...jwkOf(rsaKeyPair('id'), 'other'), use: 'enc' }],
  ['a shared secret', { kty: 'oct', kid: 'other', k: 'marked-secret' }],
  ['null', null],
  ['a text', 'other'],
])('of a key set, the function gets the keys that it can use, and not %s', (_, other) => {
  const text = packed(other, { ...jwk, x5c: ['AAAA'] });
  expect([...pinnedKeys(text).keys()]).toEqual(['good']);
  expect(text).not.toMatch(/marked|other|x5c/);
});
