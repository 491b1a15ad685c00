import { readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';
import { Failure } from '../failure';
import type { Variables } from '../../variables';

/**
 * The authorities that are trusted, as an option of TLS. Naming certificates takes the place of all that Node has, so those are
 * named too.
 *
 * @throws Failure if a file cannot be read
 */
export function certificates({ AWS_CA_BUNDLE: bundle, NODE_EXTRA_CA_CERTS: extra }: Variables) {
  if (!bundle) return {};
  const files = [bundle, ...(extra ? [extra] : [])];
  return { ca: [...rootCertificates, ...files.map(readCertificates)] };
}

function readCertificates(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    throw new Failure({
      code: 'certificates_missing',
      what: `The certificates in ${file} cannot be read (${code}).`,
      todo: 'Correct the variable AWS_CA_BUNDLE or NODE_EXTRA_CA_CERTS.',
    });
  }
}
