import { type JsonObject, objectIn } from './json';

/** The claims of a token; undefined if nobody but its issuer can read them. Nothing is verified, so nothing may be decided by them. */
export function claimsIn(token: string): JsonObject | undefined {
  try {
    // no `Buffer`: browsers have none
    const bytes = atob((token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/'));
    return objectIn(new TextDecoder().decode(Uint8Array.from(bytes, (character) => character.charCodeAt(0))));
  } catch {
    return undefined;
  }
}
