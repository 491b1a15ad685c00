import { networkOf } from './cidr';
import { reservedHosts } from './network-plan';

/** What a deployment itself puts into each of its subnets, in addresses. */
export const addressesPerSubnet = {
  'interface endpoints': 7,
  'the resolver': 1,
  'the function': 1,
  'the transit gateway attachment': 1,
  'the home file system': 1,
} as const;

/**
 * Fewest addresses that AWS counts for a person: two to four, depending on the apps they run.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/studio-updated-and-internet-access.html
 */
const addressesPerUser = 2;

const own = Object.values(addressesPerSubnet).reduce((sum, count) => sum + count, 0);
const reserved = reservedHosts.first + reservedHosts.last;

/** The arithmetic, for a message. */
export const describeCapacity =
  `of each subnet AWS keeps ${reserved} addresses and the deployment needs ${own} ` +
  `(${Object.entries(addressesPerSubnet)
    .map(([what, count]) => `${what} ${count}`)
    .join(', ')}); AWS counts two to four for each user. Choose larger subnets, or fewer users`;

/** How many people's apps the subnets have addresses for, at best. */
export function maximumUsers(cidrs: readonly string[]): number {
  const free = cidrs.map((cidr) => {
    const { first, last } = networkOf(cidr);
    return Math.max(0, last - first + 1 - reserved - own);
  });
  return Math.floor(free.reduce((sum, count) => sum + count, 0) / addressesPerUser);
}
