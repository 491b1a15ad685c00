import { accessKid, type Pool, published } from './attacks';
import { type KeyAnswer, keySet, sends } from './key-server';
import { jwkOf, rsaKeyPair } from './tokens';

/** Answers of the issuer, and whether a valid token can be verified with each. */
export function keyAnswers(pool: Pool): [string, KeyAnswer, 'allowed' | 'jwks_unavailable'][] {
  const jwk = jwkOf(pool.access, accessKid);
  const privateJwk = {
    ...pool.access.privateKey.export({ format: 'jwk' }),
    kid: accessKid,
    use: 'sig',
    alg: 'RS256',
  };

  return [
    ['the pool’s two keys', keySet(published(pool)), 'allowed'],
    ['keys without alg and use', keySet([{ ...jwk, alg: undefined, use: undefined }]), 'allowed'],
    [
      'keys of other kinds beside',
      keySet([{ kty: 'oct', k: 'AAAA', kid: 'x' }, { kty: 'new' }, jwk]),
      'allowed',
    ],
    ['a broken key beside', keySet([{ kty: 'RSA', kid: 'broken', n: '', e: 'AQAB' }, jwk]), 'allowed'],
    ['500', sends('', 500), 'jwks_unavailable'],
    ['403 with a message', sends('{"message":"marked-upstream"}', 403), 'jwks_unavailable'],
    ['a page', sends('<html>marked-upstream</html>'), 'jwks_unavailable'],
    ['nothing', sends(''), 'jwks_unavailable'],
    ['no keys', keySet([]), 'jwks_unavailable'],
    ['null for a key', keySet([null]), 'jwks_unavailable'],
    ['keys for encryption only', keySet([{ ...jwk, use: 'enc' }]), 'jwks_unavailable'],
    ['the private key', keySet([privateJwk]), 'jwks_unavailable'],
    ['a key of 1024 bits', keySet([jwkOf(rsaKeyPair('short', 1024), accessKid)]), 'jwks_unavailable'],
    ['a hung up connection', (response) => response.destroy(), 'jwks_unavailable'],
    ['silence', () => undefined, 'jwks_unavailable'],
  ];
}
