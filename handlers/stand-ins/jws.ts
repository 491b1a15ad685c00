import { createVerify, type KeyObject } from 'node:crypto';

/**
 * In the bundle in place of `jws` and all below it: what jsonwebtoken needs to verify, for RS256 and no other algorithm, so
 * that nothing in the bundle could check a signature any other way.
 */
export function verify(token: string, algorithm: string, key: KeyObject): boolean {
  if (algorithm !== 'RS256') return false;
  const end = token.lastIndexOf('.');
  // text goes straight into OpenSSL, where buffers would have to be made first
  return createVerify('RSA-SHA256')
    .update(token.slice(0, end), 'latin1')
    .verify(key, token.slice(end + 1), 'base64url');
}

/** The parts of a token, none of them judged: jsonwebtoken parses the payload itself. Null if the header is not JSON. */
export function decode(token: string): { header: unknown; payload: string; signature: string } | null {
  const [header = '', payload = '', signature = ''] = token.split('.');
  try {
    return { header: JSON.parse(text(header)), payload: text(payload), signature };
  } catch {
    return null;
  }
}

function text(segment: string): string {
  return Buffer.from(segment, 'base64url').toString();
}
