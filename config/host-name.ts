/**
 * A fully qualified host name: at least two labels of lower-case letters, digits and inner hyphens, up to 63
 * characters each and 253 together, the last one beginning with a letter (RFC 1123 §2.1, RFC 1035 §2.3.4). Narrower
 * than DNS itself on purpose: nothing that passes can end a statement, a string or a line of a configuration file.
 */
export const hostNamePattern =
  /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** Whether a name is the parent or lies below it: `a.example.com` is within `example.com`, and so is the parent itself. */
export function isWithin(name: string, parent: string): boolean {
  return name === parent || name.endsWith(`.${parent}`);
}
