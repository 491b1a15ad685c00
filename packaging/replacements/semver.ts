/** Ranges that jsonwebtoken checks when it loads. Every Node.js version that can run the bundle is in all of them. */
const known = ['>=15.7.0', '^6.12.0 || >=8.0.0', '>=16.9.0'];

/**
 * In the bundle in place of `semver`, of which jsonwebtoken uses this one function.
 * @throws Error for a range that nobody has looked at
 */
export function satisfies(_version: string, range: string): boolean {
  if (!known.includes(range)) throw new Error(`the replacement of semver does not know the range ${range}`);
  return true;
}
