import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';

/**
 * In the bundle in place of `jose`, of which `jwks-rsa` uses this one function. It keeps private and secret keys out, as
 * `jwks-rsa` does by the type that `jose` gives them.
 * @throws Error if the key is not a public key that Node.js knows
 */
export function importJWK(jwk: JsonWebKey): Promise<KeyObject> {
  if ('d' in jwk || 'k' in jwk) return Promise.reject(new Error('not a public key'));
  return Promise.resolve(createPublicKey({ key: jwk, format: 'jwk' }));
}
