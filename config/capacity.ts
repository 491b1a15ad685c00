import { networkOf } from './cidr';
import { reservedHosts } from './network-plan';

/** What a deployment itself puts into each of its subnets, in addresses. */
export function addressesPerSubnet(hasRemoteAccess: boolean) {
  return {
    'interface endpoints': hasRemoteAccess ? 9 : 7,
    'the resolver': 1,
    'the function': 1,
    'the transit gateway attachment': 1,
    'the home file system': 1,
  };
}

/**
 * Fewest addresses that AWS counts for a person: two to four, depending on the apps they run.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/studio-updated-and-internet-access.html
 */
const addressesPerUser = 2;

const own = (hasRemoteAccess: boolean) =>
  Object.values(addressesPerSubnet(hasRemoteAccess)).reduce((sum, count) => sum + count, 0);
const reserved = reservedHosts.first + reservedHosts.last;

/** How {@link maximumUsers} counts, as the end of a message. */
export function describeCapacity(hasRemoteAccess: boolean): string {
  const parts = Object.entries(addressesPerSubnet(hasRemoteAccess)).map(
    ([what, count]) => `${what} ${count}`,
  );
  return (
    `of each subnet AWS keeps ${reserved} addresses and the deployment needs ${own(hasRemoteAccess)} ` +
    `(${parts.join(', ')}); AWS counts two to four for each user. Choose larger subnets, or fewer users`
  );
}

/** How many people's apps the subnets have addresses for, at best. */
export function maximumUsers(cidrs: readonly string[], hasRemoteAccess: boolean): number {
  const free = cidrs.map((cidr) => {
    const { first, last } = networkOf(cidr);
    return Math.max(0, last - first + 1 - reserved - own(hasRemoteAccess));
  });
  return Math.floor(free.reduce((sum, count) => sum + count, 0) / addressesPerUser);
}
