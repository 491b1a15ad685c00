import {
  addressKinds,
  contains,
  formatIpv4,
  networkOf,
  overlaps,
  parseCidr,
  parseIpv4,
  type AddressKind,
} from '../../config/cidr';

it.each([
  ['0.0.0.0', 0],
  ['10.0.0.0', 167_772_160],
  ['255.255.255.255', 4_294_967_295],
])('the address %s is the number %d, and back', (text, number) => {
  expect(parseIpv4(text)).toBe(number);
  expect(formatIpv4(number)).toBe(text);
});

// forms that programs read differently: octal, hexadecimal, short, with blanks, other digits
it.each([
  '',
  '010.0.0.1',
  '0x0a.0.0.1',
  '10.1',
  '167772160',
  '10.0.0.256',
  '10.0.0.1 ',
  ' 10.0.0.1',
  '10.0.0.1\n',
  '10.0.0',
  '10.0.0.0.1',
  '١٠.0.0.1',
  '::ffff:10.0.0.1',
  '10.0.0.-1',
])('%j is not an address', (text) => {
  expect(parseIpv4(text)).toBeUndefined();
});

it.each([
  ['10.20.0.0/16', '10.20.0.0/16'],
  ['10.20.255.7/16', '10.20.0.0/16'],
  ['10.20.0.7/32', '10.20.0.7/32'],
  ['203.0.113.9/0', '0.0.0.0/0'],
])('%s is the network %s', (text, canonical) => {
  expect(parseCidr(text)?.canonical).toBe(canonical);
  expect(() => networkOf(text)).not.toThrow();
});

it.each([
  '10.20.0.0',
  '10.20.0.0/',
  '10.20.0.0/33',
  '10.20.0.0/016',
  '10.20.0.0/-1',
  '10.20.0.0/8/8',
  '010.20.0.0/16',
  '10.20/16',
  '/16',
  '::/0',
])('%j is not a network', (text) => {
  expect(parseCidr(text)).toBeUndefined();
  expect(() => networkOf(text)).toThrow(`${JSON.stringify(text)} is not an IPv4 CIDR`);
});

it.each([
  ['10.0.0.0/8', '10.20.0.0/16', true, true],
  ['10.20.0.0/16', '10.0.0.0/8', true, false],
  ['10.20.0.0/16', '10.20.0.0/16', true, true],
  ['10.20.0.0/24', '10.20.1.0/24', false, false],
  ['0.0.0.0/0', '255.255.255.255/32', true, true],
])('%s and %s: they overlap %p, and the first contains the second %p', (one, other, isOverlap, isInside) => {
  expect(overlaps(networkOf(one), networkOf(other))).toBe(isOverlap);
  expect(contains(networkOf(one), networkOf(other))).toBe(isInside);
});

it.each<[cidr: string, kinds: AddressKind[]]>([
  ['10.20.0.0/16', ['private']],
  ['172.31.0.0/16', ['private']],
  ['172.32.0.0/16', ['public']],
  ['100.64.0.0/10', ['shared (carrier-grade NAT)']],
  ['127.0.0.1/32', ['loopback']],
  ['169.254.169.254/32', ['link-local']],
  ['198.51.100.0/28', ['documentation']],
  ['224.0.0.1/32', ['multicast']],
  ['8.8.8.0/24', ['public']],
  // partly private: the rest is public
  ['172.0.0.0/8', ['private', 'public']],
  ['192.168.0.0/15', ['private', 'public']],
])('%s holds %j addresses', (cidr, kinds) => {
  expect(addressKinds(networkOf(cidr))).toEqual(kinds);
});
