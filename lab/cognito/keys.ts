import { createVerify, generateKeyPairSync, randomUUID, type JsonWebKey, type KeyObject } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { claimsIn } from '../../api/token-claims';
import type { JsonObject } from '../shared/json';

interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

type TokenUse = 'access' | 'id';

/**
 * A pool's signing keys: one for access tokens, one for ID tokens, as Cognito has.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html
 * A class: the keys can be replaced.
 */
export class PoolKeys {
  #keys: Record<TokenUse, SigningKey> = { access: newKey(), id: newKey() };

  /** Replaces both keys: tokens that the old keys signed can no longer be verified. */
  rotate(): void {
    this.#keys = { access: newKey(), id: newKey() };
  }

  /** The public keys, as the pool publishes them. */
  keySet(): { readonly keys: readonly (JsonWebKey & { readonly kid: string })[] } {
    const keys = Object.values(this.#keys).map(({ kid, publicKey }) => ({
      ...publicKey.export({ format: 'jwk' }),
      alg: 'RS256',
      use: 'sig',
      kid,
    }));
    return { keys };
  }

  /** Signs claims. @param key a stranger's key, to forge a token with the right key id */
  sign(use: TokenUse, claims: object, key: KeyObject = this.#keys[use].privateKey): string {
    // as text, which the library takes as it is: rows sign claims that no token should have
    return jwt.sign(JSON.stringify(claims), key, { algorithm: 'RS256', keyid: this.#keys[use].kid });
  }

  /** Whether a token has a signature of these keys. */
  hasSigned(use: TokenUse, token: string): boolean {
    const [header = '', claims = '', signature = ''] = token.split('.');
    const verifier = createVerify('RSA-SHA256').update(`${header}.${claims}`);
    return verifier.verify(this.#keys[use].publicKey, signature, 'base64url');
  }
}

function newKey(): SigningKey {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { kid: randomUUID(), privateKey, publicKey };
}

/** The claims of a token, unverified. @throws when it is none that can be read */
export function claimsOf(token: string): JsonObject {
  const claims = claimsIn(token);
  if (!claims) throw new Error('the token has no claims that can be read');
  return claims;
}
