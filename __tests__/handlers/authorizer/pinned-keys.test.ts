import { generateKeyPairSync } from 'node:crypto';
import { pinnedKeys } from '../../../handlers/authorizer/pinned-keys';
import { jwkOf, rsaKeyPair } from '../../../test-support/handlers/tokens';

const pair = rsaKeyPair('access');
const other = rsaKeyPair('id');
const jwk = jwkOf(pair, 'marked-kid');
const setOf = (...keys: unknown[]) => JSON.stringify({ keys });

test.each<[what: string, text: string]>([
  ['one key', setOf(jwk)],
  ['a key without alg and use', setOf({ ...jwk, alg: undefined, use: undefined })],
  [
    'a key with certificates',
    setOf({ ...jwk, x5c: ['AAAA'], x5t: 'AAAA', issuer: 'https://login.corp.example' }),
  ],
  [
    'keys for other things beside',
    setOf({ ...jwkOf(other, 'enc'), use: 'enc' }, jwk, { kty: 'oct', kid: 'x' }),
  ],
  ['keys for other algorithms beside', setOf({ ...jwkOf(other, 'PS'), alg: 'PS256' }, jwk)],
  [
    'keys of other kinds beside',
    setOf(
      {
        ...generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' }),
        kid: 'ec',
      },
      jwk,
    ),
  ],
  ['a key without an id beside', setOf({ ...jwkOf(other, ''), kid: undefined }, jwk)],
  ['the id a second time, of another key', setOf(jwk, jwkOf(other, 'marked-kid'))],
])('%s', (_, text) => {
  const keys = pinnedKeys(text);
  expect([...keys.keys()]).toEqual(['marked-kid']);
  expect(keys.get('marked-kid')?.equals(pair.publicKey)).toBe(true);
});

test('of two keys, each is found by its id', () => {
  const keys = pinnedKeys(setOf(jwkOf(other, 'other'), jwk));
  expect(keys.get('other')?.equals(other.publicKey)).toBe(true);
  expect(keys.get('marked-kid')?.equals(pair.publicKey)).toBe(true);
  expect(keys.get('__proto__')).toBeUndefined();
});

test.each<[what: string, text: string, problem: string]>([
  ['nothing', '', 'is not JSON'],
  ['a page', '<html>marked</html>', 'is not JSON'],
  ['null', 'null', 'has no list of keys'],
  ['a list', `[${JSON.stringify(jwk)}]`, 'has no list of keys'],
  ['a key outside a set', JSON.stringify(jwk), 'has no list of keys'],
  ['no keys', setOf(), 'holds no RSA key of 2048 bits or more'],
  ['null for a key', setOf(null, jwk), 'has an entry that is no key'],
  ['a private key', setOf({ ...pair.privateKey.export({ format: 'jwk' }), kid: 'a' }), 'holds a private key'],
  ['keys for encryption only', setOf({ ...jwk, use: 'enc' }), 'holds no RSA key'],
  ['a key of 1024 bits', setOf(jwkOf(rsaKeyPair('short', 1024), 'marked-kid')), 'holds no RSA key'],
  ['a key of another algorithm', setOf({ ...jwk, alg: 'RS512' }), 'holds no RSA key'],
])('%s is refused', (_, text, problem) => {
  const read = () => pinnedKeys(text);
  expect(read).toThrow(problem);
  expect(read).not.toThrow(/marked/);
});
