/**
 * Values that no message may hold. Nothing here prints them on purpose; this is for texts of others, such as the message of
 * a library's error, and for the trace of a defect.
 */
const secrets = new Set<string>();

/** What stands in a text in place of a secret. */
const concealment = '[concealed]';

/** Shorter values are in ordinary texts by chance: a code of six digits, say. */
const shortestSecret = 8;

/** A JSON Web Token, also without its last part. */
const token = /\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?/g;

/** The value of a parameter that is a secret wherever it stands. */
const parameter = /([?&](?:code|token|access_token|refresh_token|id_token)=)[^&\s"'<>]+/g;

/** Remembers a secret, and returns it. */
export function secret(value: string): string {
  if (value.length >= shortestSecret) secrets.add(value);
  return value;
}

/** A text without any secret that this process has met. */
export function withoutSecrets(text: string): string {
  let clean = text;
  for (const value of secrets) clean = clean.replaceAll(value, concealment);
  return clean.replace(token, concealment).replace(parameter, `$1${concealment}`);
}

/** A JSON value without any of these secrets in its texts. */
export function valueWithoutSecrets<T>(value: T): T {
  return JSON.parse(
    JSON.stringify(value, (_, own: unknown) => (typeof own === 'string' ? withoutSecrets(own) : own)),
  ) as T;
}
