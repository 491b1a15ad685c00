import { contains, formatIpv4, networkOf } from '../../config/cidr';

/** Public addresses of the lab's internet, from the ranges reserved for documentation and tests (RFC 5737, RFC 2544). */
export const internet = {
  /** The name server of the whole internet, and a forward proxy. */
  server: '203.0.113.53',
  /** Public address of the corporate network, which translates its own addresses. */
  corporateEgress: '203.0.113.1',
  /** A host of a stranger. */
  stranger: '198.51.100.20',
  /** Where functions outside any VPC run. */
  lambda: '192.0.2.10',
  /** Public address of all AWS services but Studio. */
  aws: '198.18.0.7',
  studio: '198.18.0.8',
  /** The company's identity provider. */
  identityProvider: '198.19.0.10',
  proxyPort: 3128,
} as const;

/** Names of the company's identity providers: one on the internet, and one that only its own network reaches. */
export const loginNames = { internet: 'login.example.com', office: 'login.corp.example.com' } as const;

/** The n-th address of a network. */
export function hostIn(cidr: string, n: number): string {
  return formatIpv4(networkOf(cidr).first + n);
}

/** Whether one network lies in another. */
export function isWithin(cidr: string, outer: string): boolean {
  return contains(networkOf(outer), networkOf(cidr));
}

/** The length of a network's prefix, in bits. */
export function prefixLengthOf(cidr: string): number {
  return networkOf(cidr).prefixLength;
}
