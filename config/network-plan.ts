import { formatIpv4, networkOf, parseIpv4, type Network } from './cidr';

/** The settings of the `network` section that decide addresses. */
export interface NetworkLayout {
  readonly vpc:
    | {
        readonly create: { readonly cidr: string; readonly availabilityZones: readonly string[] };
        readonly existing?: undefined;
      }
    | {
        readonly create?: undefined;
        readonly existing: { readonly cidr: string; readonly subnets: readonly ExistingSubnet[] };
      };
  readonly resolver:
    | { readonly hostNumber: number; readonly ipAddresses?: undefined }
    | { readonly hostNumber?: undefined; readonly ipAddresses: readonly string[] };
}

interface ExistingSubnet {
  readonly id: string;
  readonly cidr: string;
  readonly availabilityZone: string;
}

/** A private subnet, one per availability zone. */
export interface SubnetPlan {
  readonly availabilityZone: string;
  readonly cidr: string;
  /** Only for a subnet that exists already. */
  readonly id?: string;
}

/** An address of the inbound resolver endpoint, and the subnet it lies in. */
export interface ResolverAddressPlan {
  readonly ipAddress: string;
  /** Index in the list of subnets; undefined when no subnet holds the address. */
  readonly subnetIndex: number | undefined;
}

/**
 * A created VPC is cut into this many equal parts and each zone takes the next one, so that adding a zone
 * later moves no existing subnet.
 */
const subnetSlots = 8;

/**
 * Addresses of each subnet that AWS reserves: the first four and the last.
 * https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html
 */
export const reservedHosts = { first: 4, last: 1 };

/** The private subnets of a deployment, in the order of the environment file. */
export function planSubnets(vpc: NetworkLayout['vpc']): SubnetPlan[] {
  if (!vpc.create) return vpc.existing.subnets.map((subnet) => ({ ...subnet }));
  const { first, prefixLength } = networkOf(vpc.create.cidr);
  const size = 2 ** (32 - prefixLength) / subnetSlots;
  const subnetPrefixLength = prefixLength + Math.log2(subnetSlots);
  return vpc.create.availabilityZones.map((availabilityZone, index) => ({
    availabilityZone,
    cidr: `${formatIpv4(first + index * size)}/${subnetPrefixLength}`,
  }));
}

/** The pinned addresses of the inbound resolver endpoint: what corporate DNS servers forward to. */
export function planResolverAddresses({ vpc, resolver }: NetworkLayout): ResolverAddressPlan[] {
  const subnets = planSubnets(vpc).map(({ cidr }) => networkOf(cidr));
  const { hostNumber, ipAddresses } = resolver;
  if (ipAddresses) {
    return ipAddresses.map((ipAddress) => {
      const subnetIndex = subnets.findIndex((subnet) => isIn(subnet, ipAddress));
      return { ipAddress, subnetIndex: subnetIndex < 0 ? undefined : subnetIndex };
    });
  }
  return subnets.map(({ first }, subnetIndex) => ({
    ipAddress: formatIpv4(first + hostNumber),
    subnetIndex,
  }));
}

function isIn(subnet: Network, ipAddress: string): boolean {
  const address = parseIpv4(ipAddress);
  return address !== undefined && address >= subnet.first && address <= subnet.last;
}
