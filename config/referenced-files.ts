import { createPublicKey, X509Certificate, type JsonWebKey } from 'node:crypto';
import { leastModulusBits } from '../api/sign-in';
import { ConfigError, type Problem } from './problem';
import { valueAt } from './unchecked';

/**
 * Reads a file that an environment file names, by its path in the environments folder.
 * @throws ConfigError if it is no ordinary file of the folder, too large, or not UTF-8
 */
export type ReadFile = (file: string, maximumBytes?: number) => string;

/** Settings that name a file, each with a check of its text: what is expected in place of a wrong one; undefined if it is right. */
const referenced: Readonly<Record<string, (text: string) => string | undefined>> = {
  'identity.cognito.federation.provider.saml.metadataFile': (text) =>
    /<(?:[\w-]+:)?IDPSSODescriptor[\s>]/.test(text) && certificatesOf(text).length > 0
      ? undefined
      : "SAML metadata of an identity provider, with at least one signing certificate: the file that the provider's administrator downloads",
  'identity.oidc.keys.jwksFile': wrongKeySet,
};

/** The texts of all files that a file names, by the name, and what is wrong with them. Skips what the schema refuses. */
export function readReferencedFiles(
  file: unknown,
  readFile: ReadFile,
): { readonly files: Readonly<Record<string, string>>; readonly problems: readonly Problem[] } {
  const files: Record<string, string> = {};
  const problems: Problem[] = [];
  for (const [path, wrong] of Object.entries(referenced)) {
    const name = valueAt(file, path);
    if (typeof name !== 'string' || !name.includes('/')) continue;
    const text = tryToRead(name, readFile);
    const expected = typeof text === 'string' ? wrong(text) : text.expected;
    if (expected !== undefined) problems.push({ path, got: name, expected });
    else if (typeof text === 'string') files[name] = text;
  }
  return { files, problems };
}

/** The text of a file that a setting names, or what should be there. */
export function tryToRead(
  name: string,
  readFile: ReadFile,
  maximumBytes?: number,
): string | { readonly expected: string } {
  try {
    return readFile(name, maximumBytes);
  } catch (error) {
    if (error instanceof ConfigError) return { expected: `a file that can be read: ${error.message}` };
    const code = (error as Partial<NodeJS.ErrnoException>).code ?? 'unknown error';
    return { expected: `a file in the environments folder, but it cannot be read (${code})` };
  }
}

/** The signing certificates of SAML metadata. https://docs.oasis-open.org/security/saml/v2.0/saml-metadata-2.0-os.pdf */
export function certificatesOf(metadata: string): X509Certificate[] {
  const texts = metadata.matchAll(/<(?:[\w-]+:)?X509Certificate>([A-Za-z0-9+/=\s]+)<\//g);
  return [...texts].flatMap(([, base64 = '']) => {
    try {
      return [new X509Certificate(Buffer.from(base64, 'base64'))];
    } catch {
      return [];
    }
  });
}

/** What is expected in place of a key set with which the authorizer cannot verify tokens; undefined if it can. */
function wrongKeySet(text: string): string | undefined {
  const expected = `a JSON Web Key Set with keys for signatures that have kty "RSA", a kid, no alg but RS256, n with at least ${leastModulusBits} bits, and e`;
  let keys: unknown;
  try {
    keys = valueAt(JSON.parse(text), 'keys');
  } catch {
    return `${expected}; it is not JSON`;
  }
  if (!Array.isArray(keys)) return `${expected}; it has no list of keys`;
  const isPrivate = keys.some((key: unknown) => valueAt(key, 'd') !== undefined);
  if (isPrivate)
    return `${expected}, and nothing private: it holds a private key, which must be replaced now`;
  return keys.some(isUsableKey) ? undefined : `${expected}; it has no such key`;
}

/** Whether the authorizer can verify tokens with a key of a key set. */
export function isUsableKey(key: unknown): boolean {
  if (typeof valueAt(key, 'kid') !== 'string' || valueAt(key, 'kty') !== 'RSA') return false;
  const use = valueAt(key, 'use');
  if (use !== undefined && use !== 'sig') return false;
  const alg = valueAt(key, 'alg');
  if (alg !== undefined && alg !== 'RS256') return false;
  try {
    const { asymmetricKeyDetails } = createPublicKey({ key: key as JsonWebKey, format: 'jwk' });
    return (asymmetricKeyDetails?.modulusLength ?? 0) >= leastModulusBits;
  } catch {
    return false;
  }
}
