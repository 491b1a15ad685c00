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

/** What kind of address space a network starts in, as IANA's special-purpose registry (RFC 6890) names it. */
export function addressRange(network: Network): string {
  return ipaddr.IPv4.parse(formatIpv4(network.first)).range();
}
