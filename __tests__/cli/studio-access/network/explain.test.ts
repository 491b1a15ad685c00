import { networkFailure } from '../../../../cli/studio-access/network/explain';

const address = 'https://api.corp.example.com/me';
/** As `fetch` rejects. */
const failed = (code: string) =>
  new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code }) });

describe('a request without an answer', () => {
  it.each<[error: unknown, proxy: string | undefined, code: string, words: string]>([
    [failed('ENOTFOUND'), undefined, 'name_not_found', 'does not forward this name'],
    [failed('EAI_AGAIN'), undefined, 'name_not_found', 'VPN'],
    [failed('ECONNREFUSED'), undefined, 'no_answer', 'a firewall or a route'],
    [
      failed('UND_ERR_CONNECT_TIMEOUT'),
      undefined,
      'no_answer',
      '(no answer in time, UND_ERR_CONNECT_TIMEOUT)',
    ],
    [
      failed('UND_ERR_HEADERS_TIMEOUT'),
      'http://p:1',
      'proxy',
      '(no answer in time, UND_ERR_HEADERS_TIMEOUT)',
    ],
    [failed('ECONNRESET'), undefined, 'no_answer', '(the connection was broken off, ECONNRESET)'],
    [failed('SELF_SIGNED_CERT_IN_CHAIN'), undefined, 'certificate_unknown', 'NODE_EXTRA_CA_CERTS'],
    [failed('UNABLE_TO_VERIFY_LEAF_SIGNATURE'), undefined, 'certificate_unknown', 'interception'],
    [failed('SELF_SIGNED_CERT_IN_CHAIN'), 'http://p:1', 'certificate_unknown', 'exempt the name'],
    [failed('CERT_NOT_YET_VALID'), undefined, 'certificate_wrong', 'clock of this computer'],
    [failed('CERT_HAS_EXPIRED'), 'http://p:1', 'certificate_wrong', 'must be renewed'],
    [failed('ERR_TLS_CERT_ALTNAME_INVALID'), undefined, 'certificate_wrong', 'leads to a wrong server'],
    [failed('UND_ERR_ABORTED'), 'http://me:hunter22@p:3128', 'proxy', 'through the proxy p:3128'],
    [
      new TypeError('fetch failed', {
        cause: Object.assign(new Error('Proxy response (407) !== 200 when HTTP Tunneling'), {
          code: 'UND_ERR_ABORTED',
        }),
      }),
      'http://p:3128',
      'proxy',
      '(the proxy answers 407)',
    ],
    [failed('ECONNREFUSED'), 'http://p:3128', 'proxy', 'add it to the variable NO_PROXY'],
    [new Error('odd'), undefined, 'no_answer', 'no code'],
    [new DOMException('x', 'TimeoutError'), undefined, 'no_answer', 'ETIMEDOUT'],
    [
      new TypeError('fetch failed', {
        cause: new AggregateError([Object.assign(new Error('x'), { code: 'EHOSTUNREACH' })]),
      }),
      undefined,
      'no_answer',
      'EHOSTUNREACH',
    ],
  ])('%s over %s: %s', (error, proxy, code, words) => {
    const { details } = networkFailure(error, address, proxy);
    expect(details.code).toBe(code);
    expect(`${details.what} ${details.todo}`).toContain(words);
    expect(details.what).toContain('api.corp.example.com');
    expect(details.what).not.toContain('hunter22');
  });
});
