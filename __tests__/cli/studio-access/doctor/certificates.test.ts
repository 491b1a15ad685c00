import type { DetailedPeerCertificate } from 'node:tls';
import { explainCertificate, explainClock } from '../../../../cli/studio-access/doctor/certificates';

const shown = (organisation: string | undefined, refusedAs?: string) => ({
  certificate: {
    issuer: { O: organisation, CN: 'an authority' },
    valid_from: 'Jan 1 2026',
    valid_to: 'Jan 1 2027',
    subjectaltname: 'DNS:other.example',
  } as unknown as DetailedPeerCertificate,
  ...(refusedAs !== undefined && { refusedAs }),
});

describe('a certificate', () => {
  it.each<[what: string, given: ReturnType<typeof shown>, isOfAws: boolean, cause: string]>([
    ['of Amazon', shown('Amazon'), true, 'ok'],
    ['of anybody, for a name of the company', shown('Company'), false, 'ok'],
    ['of the company, for a name of AWS', shown('Company'), true, 'interception'],
    ['of an authority without an organisation', shown(undefined), true, 'interception'],
    [
      'of an authority that nobody knows',
      shown('Company', 'SELF_SIGNED_CERT_IN_CHAIN'),
      true,
      'interception',
    ],
    ['that claims to be of Amazon', shown('Amazon', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'), true, 'interception'],
    ['for another name', shown('Amazon', 'ERR_TLS_CERT_ALTNAME_INVALID'), true, 'wrong_certificate'],
    ['that is over', shown('Amazon', 'CERT_HAS_EXPIRED'), true, 'certificate_dates'],
    ['that is not valid yet', shown('Amazon', 'CERT_NOT_YET_VALID'), true, 'certificate_dates'],
    ['that is refused for another reason', shown('Amazon', 'CERT_REVOKED'), true, 'wrong_certificate'],
  ])('%s', (_, given, isOfAws, cause) => {
    const examined = explainCertificate(given, isOfAws);
    expect('cause' in examined ? examined.cause : 'ok').toBe(cause);
  });
});

describe('the clock', () => {
  const now = Date.UTC(2026, 0, 2, 12);
  const date = (seconds: number) => new Date(now + 1000 * seconds).toUTCString();
  it.each<[theirs: string | undefined, got: string, cause: string]>([
    [date(0), '0 s apart', 'ok'],
    [date(-120), '120 s apart', 'ok'],
    [date(-180), '3 minutes ahead', 'clock'],
    [date(600), '10 minutes behind', 'clock'],
    [undefined, 'no date in the answer', 'ok'],
    ['soon', 'no date in the answer', 'ok'],
  ])('%s: %s', (theirs, got, cause) => {
    const examined = explainClock(theirs, now);
    expect([examined.got, 'cause' in examined ? examined.cause : 'ok']).toEqual([got, cause]);
  });
});
