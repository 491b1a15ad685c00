import { BlockList, isIPv6 } from 'node:net';

/**
 * Addresses that no packet on the internet has: of companies' own networks, shared, of a link, of the computer itself.
 * https://www.iana.org/assignments/iana-ipv4-special-registry
 */
const privateNetworks = [
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.168.0.0/16',
  'fc00::/7',
  'fe80::/10',
  '::1/128',
];

/** Whether an address, of IPv4 or IPv6, lies in certain networks. */
export type InNetworks = (address: string) => boolean;

/** @param cidrs such as `10.20.0.0/16` */
export function within(cidrs: readonly string[]): InNetworks {
  const list = new BlockList();
  for (const cidr of cidrs) {
    const [address = '', bits] = cidr.split('/');
    list.addSubnet(address, Number(bits), familyOf(address));
  }
  return (address) => list.check(address, familyOf(address));
}

/** Whether an address belongs to no host of the internet. */
export const isPrivate = within(privateNetworks);

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIPv6(address) ? 'ipv6' : 'ipv4';
}
