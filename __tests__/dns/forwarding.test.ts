import { checkForwarding } from '../../dns/forwarding';
import { ConfigError } from '../../config/problem';
import { settingsWith, zoneNamed, type Settings } from '../../test-support/dns/forwarding';

const label63 = 'a'.repeat(63);

const nameExpected =
  'expected a lower-case host name of at least two labels: letters, digits and inner hyphens';
const wordsExpected = 'expected one line of up to 160 letters, digits, spaces and , . ( ) -';
const addressExpected = 'expected an IPv4 address that a resolver can have';

const withName = (name: string): Partial<Settings> => ({ zones: { final: [zoneNamed(name)], pending: [] } });
const withPurpose = (purpose: string): Partial<Settings> => ({
  zones: { final: [zoneNamed('studio.example.com', { purpose })], pending: [] },
});

describe('checkForwarding', () => {
  it.each([
    'studio.example.com',
    '1.studio.example.com',
    'xn--bcher-kva.example',
    `${label63}.example.com`,
    `${label63}.${label63}.${label63}.${'a'.repeat(61)}`,
  ])('accepts the zone %s', (name) => {
    expect(checkForwarding(settingsWith(withName(name))).zones.final[0]?.name).toBe(name);
  });

  it.each([['10.0.1.10'], ['100.64.0.10'], ['172.31.255.254'], ['52.94.133.131']])(
    'accepts the address %s',
    (address) => {
      expect(checkForwarding(settingsWith({ forwarders: [address] })).forwarders).toEqual([address]);
    },
  );

  it.each([
    '',
    'example',
    'Studio.example.com',
    'studio.example.com.',
    '.studio.example.com',
    'studio..example.com',
    '-studio.example.com',
    'studio-.example.com',
    'stu_dio.example.com',
    '*.example.com',
    '10.0.1.10',
    'studio.example.com\n',
    'studio.example.com"; }; zone "."',
    'studio.example.com/10.0.0.1',
    'studio.example.com # comment',
    'studio.example.com\u2028x',
    'stüdio.example.com',
    'studio.example.com\0',
    '${aws_api.example}.example.com',
    `${label63}a.example.com`,
    `${label63}.${label63}.${label63}.${'a'.repeat(62)}`,
  ])('fails for the zone %j', (name) => {
    expect(() => checkForwarding(settingsWith(withName(name)))).toThrow(
      `zones[0].name: got ${JSON.stringify(name).slice(0, 40)}`,
    );
    expect(() => checkForwarding(settingsWith(withName(name)))).toThrow(nameExpected);
  });

  it.each([
    '',
    'localhost',
    '10.0.1',
    '010.0.1.10',
    '0x0a.0.1.10',
    '10.0.1.10 ',
    '10.0.1.10; }; x',
    '10.0.1.10#53',
    '10.0.1.10\n10.0.2.10',
    '10.0.1.256',
    '10.0.1.10/32',
    'fd00::10',
    '0.0.0.0',
    '127.0.0.1',
    '169.254.169.253',
    '224.0.0.251',
    '255.255.255.255',
  ])('fails for the address %j', (address) => {
    expect(() => checkForwarding(settingsWith({ forwarders: [address] }))).toThrow(
      `forwarders[0]: got ${JSON.stringify(address)}, ${addressExpected}`,
    );
  });

  it.each([
    '',
    ' leading space',
    'two\nlines',
    'carriage\rreturn',
    'ends a comment */',
    'begins one // here',
    'a "quote"',
    "an 'apostrophe'",
    'a brace }',
    'a semicolon;',
    'a $variable',
    'a `backtick`',
    'a # sign',
    'a backslash \\',
    'not ASCII: ü',
    'a'.repeat(161),
  ])('fails for the words %j', (words) => {
    expect(() => checkForwarding(settingsWith(withPurpose(words)))).toThrow(wordsExpected);
    const pending = [{ parent: 'example.com', purpose: words }];
    expect(() => checkForwarding(settingsWith({ zones: { final: [zoneNamed('a.b')], pending } }))).toThrow(
      wordsExpected,
    );
  });

  it.each<[what: string, changes: Partial<Settings>, message: string]>([
    ['an environment name with a space', { environmentName: 'my lab' }, 'environmentName: got "my lab"'],
    ['no zone', { zones: { final: [], pending: [] } }, 'zones: got [], expected at least one zone'],
    ['no address', { forwarders: [] }, 'forwarders: got [], expected at least one address'],
    [
      'an address twice',
      { forwarders: ['10.0.1.10', '10.0.1.10'] },
      'forwarders[1]: got "10.0.1.10", expected an address that is not listed before',
    ],
    [
      'a zone twice',
      { zones: { final: [zoneNamed('a.example.com'), zoneNamed('a.example.com')], pending: [] } },
      'zones[1].name: got "a.example.com", expected a zone that is neither listed twice nor below another one',
    ],
    [
      'a zone below another',
      { zones: { final: [zoneNamed('a.example.com'), zoneNamed('example.com')], pending: [] } },
      'zones[0].name: got "a.example.com", expected a zone that is neither listed twice nor below another one',
    ],
    [
      'a test name outside its zone',
      { zones: { final: [zoneNamed('a.example.com', { testName: 'b.example.com' })], pending: [] } },
      'zones[0].testName: got "b.example.com", expected a host name within "a.example.com"',
    ],
    [
      'a pending zone below no host name',
      { zones: { final: [zoneNamed('a.example.com')], pending: [{ parent: 'x;', purpose: 'the API' }] } },
      'pending[0].parent: got "x;"',
    ],
  ])('fails for %s', (_, changes, message) => {
    expect(() => checkForwarding(settingsWith(changes))).toThrow(message);
    expect(() => checkForwarding(settingsWith(changes))).toThrow(ConfigError);
  });

  it('fails with all problems at once', () => {
    const settings = settingsWith({ environmentName: '', forwarders: ['x', '127.0.0.1'], ...withName('x') });
    expect(() => checkForwarding(settings)).toThrow(/^the DNS forwarding has 5 problems:/);
  });
});
