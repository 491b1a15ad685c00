import type { CorporateSite } from './corporate-site';
import { formatIpv4, networkOf } from './cidr';

/** Addresses of a simulated corporate site. */
export interface SitePlan {
  /** Ranges of the subnets: two private ones, and one with a way out, where the proxy is. */
  readonly subnets: { readonly a: string; readonly b: string; readonly proxy: string };
  /** Addresses of the DNS servers, one in each private subnet. */
  readonly dnsServers: { readonly a: string; readonly b: string };
  readonly proxy: string;
}

/** Number of a pinned host within its subnet; even the smallest has it, and AWS reserves the first four. */
const pinnedHost = 10;

/** Addresses follow from the range alone: clients and servers are configured with them. */
export function planSite({ vpcCidr }: Pick<CorporateSite, 'vpcCidr'>): SitePlan {
  const { first, prefixLength } = networkOf(vpcCidr);
  const size = 2 ** (32 - prefixLength) / 4;
  const subnet = (index: number) => `${formatIpv4(first + index * size)}/${prefixLength + 2}`;
  const host = (index: number) => formatIpv4(first + index * size + pinnedHost);
  return {
    subnets: { a: subnet(0), b: subnet(1), proxy: subnet(2) },
    dnsServers: { a: host(0), b: host(1) },
    proxy: host(2),
  };
}
