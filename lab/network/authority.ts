import { execFileSync } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** A certificate authority made for one run, and the certificate that all AWS services in the lab share. */
export interface Authority {
  /** File of the authority's own certificate, which the lab's hosts trust. */
  readonly file: string;
  readonly key: Buffer;
  readonly certificate: Buffer;
  /** SHA-256 of the certificate's public key, in base64: the form in which Chromium takes a certificate to trust. */
  readonly publicKeyHash: string;
}

/**
 * Makes both with openssl.
 * @param names DNS names of the certificate, wildcards included
 * @param organisation whose authority it is, without blanks; that of AWS's certificates by default
 */
export function makeAuthority(folder: string, names: readonly string[], organisation = 'Amazon'): Authority {
  const file = (name: string) => path.join(folder, name);
  const openssl = (command: string) =>
    execFileSync('openssl', command.split(' '), { cwd: folder, stdio: 'pipe' });
  const newKey = '-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes';
  const extensions = '-addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign';
  openssl(
    `req -x509 ${newKey} -keyout ca.key -out ca.pem -days 2 -subj /O=${organisation}/CN=lab ${extensions}`,
  );
  openssl(`req ${newKey} -keyout aws.key -out aws.csr -subj /CN=aws.lab`);
  writeFileSync(file('aws.ext'), `subjectAltName=${names.map((name) => `DNS:${name}`).join(',')}\n`);
  openssl(
    'x509 -req -in aws.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out aws.pem -days 2 -extfile aws.ext',
  );
  const certificate = readFileSync(file('aws.pem'));
  const publicKey = new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'der' });
  return {
    file: file('ca.pem'),
    key: readFileSync(file('aws.key')),
    certificate,
    publicKeyHash: createHash('sha256').update(publicKey).digest('base64'),
  };
}
