import type { Examined } from '../../../../cli/studio-access/doctor/check';
import type { DnsAnswer } from '../../../../cli/studio-access/doctor/dns-message';
import {
  explainEndpoint,
  explainName,
  explainOtherRecords,
  type NameFacts,
} from '../../../../cli/studio-access/doctor/names';
import { within } from '../../../../cli/studio-access/doctor/networks';

const vpc = within(['10.20.0.0/16']);
const says = (...records: string[]): DnsAnswer => ({ status: 'NOERROR', records });
const status = (word: string): DnsAnswer => ({ status: word, records: [] });
const causeOf = (examined: Examined) => ('cause' in examined ? `${examined.cause} (${examined.who})` : 'ok');

const facts = (
  addresses: string[],
  direct: DnsAnswer | undefined,
  more: Partial<NameFacts> = {},
): NameFacts => ({
  host: 'api.example',
  addresses,
  direct,
  server: '192.168.10.2',
  ...more,
});

describe('the addresses of a name', () => {
  const dns = 'DNS administrator';
  it.each<[what: string, given: NameFacts, networks: typeof vpc | undefined, expected: string]>([
    ['of the VPC', facts(['10.20.1.5'], says('10.20.1.5')), vpc, 'ok'],
    ['private ones, with old settings', facts(['10.9.1.5'], says('10.9.1.5')), undefined, 'ok'],
    ['public', facts(['198.18.0.7'], says('198.18.0.7')), vpc, `public_address (${dns})`],
    [
      'public, with old settings',
      facts(['198.18.0.7'], says('198.18.0.7')),
      undefined,
      `public_address (${dns})`,
    ],
    [
      'public, and no server is known',
      facts(['1.2.3.4'], undefined, { server: undefined }),
      vpc,
      `public_address (${dns})`,
    ],
    ['of another VPC', facts(['10.99.0.9'], says('10.99.0.9')), vpc, `other_network (${dns})`],
    [
      'one of two of another VPC',
      facts(['10.20.1.5', '10.99.0.9'], says('10.20.1.5', '10.99.0.9')),
      vpc,
      `other_network (${dns})`,
    ],
    ['of a file of hosts', facts(['198.18.0.7'], says('10.20.1.5')), vpc, 'hosts_file (you)'],
    ['unknown', facts([], status('NXDOMAIN')), vpc, `name_unknown (${dns})`],
    [
      'not validated, or the resolver is closed',
      facts([], status('SERVFAIL')),
      vpc,
      `name_servfail (${dns})`,
    ],
    ['refused', facts([], status('REFUSED')), vpc, `name_refused (${dns})`],
    ['no answer', facts([], undefined), vpc, `name_no_answer (${dns})`],
    ['an odd status', facts([], status('NOTIMP')), vpc, `name_failed (${dns})`],
    ['no record', facts([], says(), { publicAlias: says('10.20.1.5') }), vpc, `name_empty (${dns})`],
    ['no record, with old settings', facts([], says()), vpc, `name_empty (${dns})`],
    [
      'taken out, as of the endpoint’s public name',
      facts([], says(), { publicAlias: says() }),
      vpc,
      `name_filtered (${dns})`,
    ],
    [
      'known to the server, and not to programs',
      facts([], says('10.20.1.5'), { error: 'ENOTFOUND' }),
      vpc,
      'system_lookup (you)',
    ],
  ])('%s', (_, given, networks, expected) => {
    const examined = explainName(given, networks);
    expect(causeOf(examined)).toBe(expected);
    // through which server
    if (given.server !== undefined) expect(examined.got).toContain(given.server);
  });
});

describe('other types of records', () => {
  it.each<[AAAA: DnsAnswer | undefined, HTTPS: DnsAnswer | undefined, expected: string]>([
    [says(), says(), 'ok'],
    [says('fd00:0:0:0:0:0:0:1'), says(), 'ok'],
    [status('SERVFAIL'), says(), 'aaaa_failed'],
    [status('NXDOMAIN'), says(), 'aaaa_failed'],
    [undefined, says(), 'aaaa_failed'],
    [says('2600:0:0:0:0:0:0:1'), says(), 'aaaa_public'],
    [says(), status('SERVFAIL'), 'https_failed'],
    [says(), undefined, 'https_failed'],
    [says(), says('3 bytes'), 'https_public'],
  ])('AAAA %j, HTTPS %j: %s', (AAAA, HTTPS, expected) => {
    const examined = explainOtherRecords({ AAAA, HTTPS });
    expect('cause' in examined ? examined.cause : 'ok').toBe(expected);
  });
});

describe('the endpoint that the name of the API leads to', () => {
  it.each<[addresses: string[], ofEndpoint: string[], expected: string]>([
    [['10.20.1.5'], ['10.20.1.5', '10.20.2.5'], 'ok'],
    [['10.20.1.5'], [], 'ok'],
    [['10.20.1.9'], ['10.20.1.5', '10.20.2.5'], 'other_endpoint'],
    [['10.20.1.5', '10.20.1.9'], ['10.20.1.5', '10.20.2.5'], 'other_endpoint'],
  ])('%j of %j: %s', (addresses, ofEndpoint, expected) => {
    const examined = explainEndpoint(addresses, ofEndpoint);
    expect('cause' in examined ? examined.cause : 'ok').toBe(expected);
  });
});
