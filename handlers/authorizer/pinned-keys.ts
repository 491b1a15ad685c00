import type { KeyObject } from 'node:crypto';
import { isObject } from '../../api/json';
import { type PublishedKey, usableKeys } from './keys';

/**
 * The keys of a JSON Web Key Set that is packed with the function, by their ids: nothing is fetched. They change with a
 * deployment only.
 * https://www.rfc-editor.org/rfc/rfc7517#section-5
 * @throws Error if the text is no key set, holds a private key, or holds no key that can verify an RS256 token; it quotes nothing
 */
export function pinnedKeys(text: string): ReadonlyMap<string, KeyObject> {
  const set = parse(text);
  if (!isObject(set) || !Array.isArray(set.keys)) throw new Error('the pinned key set has no list of keys');
  const published: PublishedKey[] = [];
  for (const key of set.keys as unknown[]) {
    if (!isObject(key)) throw new Error('the pinned key set has an entry that is no key');
    if (Object.hasOwn(key, 'd')) throw new Error('the pinned key set holds a private key');
    const { kty, use = 'sig', kid, alg } = key;
    if (kty !== 'RSA' || use !== 'sig' || typeof kid !== 'string') continue;
    published.push({
      kid,
      ...(typeof alg === 'string' && { alg }),
      publicKey: { key, format: 'jwk' },
    });
  }
  return usableKeys(published);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error('the pinned key set is not JSON');
  }
}
