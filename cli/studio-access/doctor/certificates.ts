import { unknownAuthority } from '../network/explain';
import { oneLine } from '../printable';
import type { Examined } from './check';
import type { Shown } from './connections';

const exemption =
  'Exempt the name from TLS interception: the interceptor sees URLs that open Studio, and Studio sees the interceptor’s address (docs/desktops.md, "TLS interception").';

/** Characters that are shown of a name in a certificate. */
const mostOfCertificate = 100;

/**
 * What a certificate means.
 *
 * @param isOfAws whether the name is one of AWS's, for which only Amazon's own authority makes certificates
 */
export function explainCertificate({ certificate, refusedAs }: Shown, isOfAws: boolean): Examined {
  const organisation = [certificate.issuer.O].flat()[0];
  const issuer = oneLine(organisation ?? [certificate.issuer.CN].flat()[0] ?? 'nobody', mostOfCertificate);
  if (refusedAs === undefined) {
    if (!isOfAws || organisation === 'Amazon') return { got: `issued by ${issuer}` };
    return {
      got: `issued by ${issuer}, whom this computer trusts`,
      cause: 'interception',
      todo: `Something between here and AWS opens the connection. ${exemption}`,
      who: 'network administrator',
    };
  }
  const got = `${refusedAs}: issued by ${issuer}`;
  if (unknownAuthority.has(refusedAs)) {
    return {
      got,
      cause: 'interception',
      todo: `Something between here and AWS opens the connection, with an authority that this computer does not know. ${exemption} Naming the company’s root certificate in NODE_EXTRA_CA_CERTS helps the command line alone.`,
      who: 'network administrator',
    };
  }
  if (refusedAs === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return {
      got: `a certificate for ${oneLine(certificate.subjectaltname ?? 'no name', mostOfCertificate)}`,
      cause: 'wrong_certificate',
      todo: 'The name leads to a server of another name: a wrong record in DNS, or a certificate in ACM that does not cover the API’s name.',
      who: 'operator of the deployment',
    };
  }
  if (refusedAs === 'CERT_HAS_EXPIRED' || refusedAs === 'CERT_NOT_YET_VALID') {
    return {
      got: `valid from ${certificate.valid_from} to ${certificate.valid_to}`,
      cause: 'certificate_dates',
      todo: 'The certificate has expired, or is not valid yet: it must be renewed.',
      who: 'operator of the deployment',
    };
  }
  return { got, cause: 'wrong_certificate', todo: exemption, who: 'network administrator' };
}

/** A larger difference of the clocks is a finding. Kerberos, for one, allows five minutes. */
const mostMilliseconds = 120_000;

/** What the date in an answer says about this computer's clock. @param now milliseconds since 1970 */
export function explainClock(date: string | undefined, now: number): Examined {
  const theirs = Date.parse(date ?? '');
  if (Number.isNaN(theirs)) return { got: 'no date in the answer' };
  const ahead = now - theirs;
  if (Math.abs(ahead) <= mostMilliseconds) return { got: `${Math.round(Math.abs(ahead) / 1000)} s apart` };
  return {
    got: `${Math.round(Math.abs(ahead) / 60_000)} minutes ${ahead > 0 ? 'ahead' : 'behind'}`,
    cause: 'clock',
    todo: 'Set the clock of this computer, and let it be kept by a time server: certificates and sign-ins depend on it.',
    who: 'you',
  };
}
