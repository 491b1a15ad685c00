/** What the environment file, the stacks and the functions agree on about people who sign in. */

/** Claim of a federated user's access token with the name of the Studio profile. */
export const profileClaim = 'studio_profile';

/**
 * Where the sign-in page sends the code of the command line: to a listener on the person's own machine, on the first port that is
 * free. Cognito compares addresses to the last character and knows no wildcard for ports, so these three are registered. An
 * address and no name, as names can lead elsewhere. https://www.rfc-editor.org/rfc/rfc8252#section-8.3
 */
export const loopbackCallbacks = [
  'http://127.0.0.1:8401/callback',
  'http://127.0.0.1:8402/callback',
  'http://127.0.0.1:8403/callback',
] as const;

/** The name of a claim or of an attribute. */
export const claimNamePattern = /^[\x21-\x7e]{1,128}$/;

/** What the company's provider calls an API, which is the `aud` of its tokens, or a client. */
export const identifierPattern = /^[\x21-\x7e]{1,256}$/;

/**
 * A URL in a form that functions and Cognito take: the scheme in lower case, no user and fragment. 500 characters are enough, and a
 * function's variables have 4 kB in all.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 * @param schemes alternatives, as part of a pattern @param query the same
 */
export function urlPattern(schemes: string, query = ''): RegExp {
  return new RegExp(
    String.raw`^(?=.{1,500}$)(?:${schemes}):\/\/[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::\d{1,5})?(?:\/[\w.~!$&'()*+,;=:@%/-]*)?${query}$`,
  );
}

/** The issuer of the company's own tokens. It may have the scheme `http:`: it is a name, and AD FS has such names. */
export const issuerPattern = urlPattern('https?');

/**
 * The name of the identity provider in the user pool. Cognito takes up to 32 characters without `_` and blanks, and has a meaning for some
 * names; others than letters, digits and hyphens are not needed.
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateIdentityProvider.html
 */
export const providerNamePattern =
  /^(?!(?:cognito|google|facebook|loginwithamazon|signinwithapple)$)[a-z][a-z0-9-]{2,31}$/i;

/** One scope. https://www.rfc-editor.org/rfc/rfc6749#section-3.3 */
export const scopePattern = /^[\x21\x23-\x5b\x5d-\x7e]{1,256}$/;

/** A client's id, without commas: variables of functions divide several by them. */
export const clientIdPattern = /^[\x21-\x2b\x2d-\x7e]{1,256}$/;

/** The claims in which providers name the client of an access token. https://www.rfc-editor.org/rfc/rfc9068#section-2.2 */
export const clientClaims = ['azp', 'appid', 'cid', 'client_id'] as const;

/** Fewest bits of a signing key's modulus. https://www.rfc-editor.org/rfc/rfc7518#section-3.3 */
export const leastModulusBits = 2048;

/** Names that derivation makes: they end in a hyphen and 32 hex digits, so no listed user may have such a name. */
export const derivedNamePattern = /-[0-9a-f]{32}$/;

/** What is wrong with a value that should name a person at the company's sign-in. */
export const signInNameProblems = [
  'name_empty',
  'name_too_long',
  'name_with_control_character',
  'name_with_outer_blank',
  'name_not_normalized',
] as const;

const longestName = 256;

/** Control and format characters, and halves of surrogate pairs, which all become the same bytes. */
const hiddenCharacters = /[\p{Cc}\p{Cf}\p{Cs}]/u;

/** Why a value cannot name a person; undefined if it can. */
export function signInNameProblem(value: string): (typeof signInNameProblems)[number] | undefined {
  if (value === '') return 'name_empty';
  if (isTooLong(value)) return 'name_too_long';
  if (hiddenCharacters.test(value)) return 'name_with_control_character';
  if (value.trim() !== value) return 'name_with_outer_blank';
  if (value.normalize('NFC') !== value) return 'name_not_normalized';
  return undefined;
}

function isTooLong(name: string): boolean {
  // a character has one code unit or two, so that counting is for lengths in between
  if (name.length <= longestName) return false;
  return name.length > 2 * longestName || Array.from(name).length > longestName;
}

/** A sign-in name as it is compared: one with an `@` without capital letters A to Z, any other unchanged. */
export function signInKey(value: string): string {
  return value.includes('@') ? lowerAscii(value) : value;
}

/** The text with A to Z lowered, and nothing else: `toLowerCase` would make two letters of some others one. */
export function lowerAscii(value: string): string {
  return value.replace(/[A-Z]+/g, (capitals) => capitals.toLowerCase());
}
