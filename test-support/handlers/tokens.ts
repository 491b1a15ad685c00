import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { onceInWorker } from '../once-in-worker';

export interface KeyPair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** A key pair, which is the same wherever it is asked for by this name: to make one takes as long as many tests. */
export function rsaKeyPair(name: string, modulusLength = 2048): KeyPair {
  return onceInWorker(`${name}, RSA of ${modulusLength} bits`, () =>
    generateKeyPairSync('rsa', { modulusLength }),
  );
}

/** A public key as a user pool publishes it. */
export function jwkOf({ publicKey }: KeyPair, kid: string): Record<string, unknown> {
  return { ...publicKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' };
}

/** Text is used unchanged, so a table can hold JSON that no serializer would write. */
export type Json = string | Readonly<Record<string, unknown>>;

export function segment(value: Json | Buffer): string {
  const bytes = typeof value === 'string' || Buffer.isBuffer(value) ? value : JSON.stringify(value);
  return Buffer.from(bytes).toString('base64url');
}

export type Sign = (input: string) => Buffer;

export const rs256 =
  (key: KeyObject): Sign =>
  (input) =>
    sign('RSA-SHA256', Buffer.from(input), key);

/** Builds a token, well-formed or not, from exactly these parts. */
export function mint(header: Json, payload: Json, signer: Sign): string {
  const input = `${segment(header)}.${segment(payload)}`;
  return `${input}.${signer(input).toString('base64url')}`;
}

/** A token that nobody verifies. */
export function unverifiedToken(claims: Readonly<Record<string, unknown>>): string {
  return mint({ alg: 'RS256', kid: 'k' }, claims, () => randomBytes(256));
}
