import { randomBytes } from 'node:crypto';

/** A token that nobody verifies. */
export function jwt(claims: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'RS256', kid: 'k' })}.${part(claims)}.${randomBytes(256).toString('base64url')}`;
}
