import ipaddr from 'ipaddr.js';

/** An IPv4 network whose host bits are all zero. */
export interface Network {
  readonly first: number;
  readonly last: number;
  readonly prefixLength: number;
}

// ipaddr.js accepts octal, hexadecimal and short forms; only the plain dotted form is unambiguous
const dottedQuad = /^(?:0|[1-9]\d{0,2})(?:\.(?:0|[1-9]\d{0,2})){3}$/;

/** Number of an IPv4 address in plain dotted form, or undefined when it is not one. */
export function parseIpv4(text: string): number | undefined {
  if (!dottedQuad.test(text) || !ipaddr.IPv4.isValid(text)) return undefined;
  return ipaddr.IPv4.parse(text).octets.reduce((number, octet) => number * 256 + octet, 0);
}

/** Dotted form of an address given as a number: 167772160 → `10.0.0.0`. */
export function formatIpv4(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
}

/** The network that a CIDR names; `canonical` is the CIDR with its host bits cleared. */
export function parseCidr(text: string): (Network & { readonly canonical: string }) | undefined {
  const match = /^([\d.]+)\/(0|[1-9]\d?)$/.exec(text);
  const address = parseIpv4(match?.[1] ?? '');
  const prefixLength = Number(match?.[2]);
  if (!match || address === undefined || prefixLength > 32) return undefined;
  const size = 2 ** (32 - prefixLength);
  const first = address - (address % size);
  return { first, last: first + size - 1, prefixLength, canonical: `${formatIpv4(first)}/${prefixLength}` };
}

/**
 * The network of a CIDR that the configuration has already accepted.
 *
 * @throws if the text is not an IPv4 CIDR
 */
export function networkOf(cidr: string): Network {
  const network = parseCidr(cidr);
  if (!network) throw new Error(`${JSON.stringify(cidr)} is not an IPv4 CIDR, e.g. "10.20.0.0/16"`);
  return network;
}

/** Whether two networks share an address. */
export function overlaps(a: Network, b: Network): boolean {
  return a.first <= b.last && b.first <= a.last;
}

/** Whether every address of `inner` is in `outer`. */
export function contains(outer: Network, inner: { readonly first: number; readonly last: number }): boolean {
  return outer.first <= inner.first && inner.last <= outer.last;
}

/** Address blocks with a special purpose, from IANA's registries (RFC 6890, RFC 5771). */
const specialBlocks = {
  'this network': ['0.0.0.0/8'],
  private: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'],
  'shared (carrier-grade NAT)': ['100.64.0.0/10'],
  loopback: ['127.0.0.0/8'],
  'link-local': ['169.254.0.0/16'],
  documentation: ['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24'],
  reserved: ['192.0.0.0/24', '198.18.0.0/15', '240.0.0.0/4'],
  multicast: ['224.0.0.0/4'],
} as const;

/** A purpose of addresses; `public`: none of the special ones. */
export type AddressKind = keyof typeof specialBlocks | 'public';

/** Kinds of address that hosts of a VPC or of a corporate network can have. */
export const internalKinds: readonly AddressKind[] = ['private', 'shared (carrier-grade NAT)', 'public'];

const blocks = Object.entries(specialBlocks).flatMap(([kind, cidrs]) =>
  cidrs.map((cidr) => ({ kind: kind as AddressKind, network: networkOf(cidr) })),
);

/** Every kind of addresses that a network holds. */
export function addressKinds(network: Network): AddressKind[] {
  const within = blocks.find((block) => contains(block.network, network));
  if (within) return [within.kind];
  const touched = blocks.filter((block) => overlaps(block.network, network)).map(({ kind }) => kind);
  return [...new Set<AddressKind>([...touched, 'public'])];
}
