import type { DeployedNetwork, Interface, Subnet } from '../deployed/network';
import { addStub, route } from '../hosts/links';
import { ip, type Namespace } from '../hosts/namespaces';
import { hostIn } from './addresses';

/** A subnet and its hosts. */
export interface Zone {
  readonly subnet: Subnet;
  /** Holds the addresses of endpoints and resolver in this subnet. */
  readonly endpoints: Namespace;
  readonly interfaces: readonly Interface[];
  /** Host on which functions of this subnet run. */
  readonly functions: Namespace;
  readonly functionAddress: string;
}

/** Name server of functions: Amazon's own, with the same address in every VPC. */
export const vpcResolver = '169.254.169.253';

/**
 * Builds the host of Amazon's name server. It reaches the internet's name servers, which nothing else in the VPC does.
 * https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html
 */
export function buildVpcResolver(newHost: (name: string) => Namespace, router: Namespace): Namespace {
  const host = newHost('amazondns');
  const { gateway } = addStub(host, router, { port: 'amazondns', offset: 200, addresses: [vpcResolver] });
  route(host, 'default', gateway);
  return host;
}

interface ZonesOptions {
  readonly newHost: (name: string, nameserver?: string) => Namespace;
  readonly router: Namespace;
  readonly network: DeployedNetwork;
  readonly corporateCidrs: readonly string[];
}

/** Builds every subnet that has endpoints: a host with their addresses, and one for functions. */
export function buildZones({ newHost, router, network, corporateCidrs }: ZonesOptions): Zone[] {
  const all = [...network.endpoints.flatMap(({ interfaces }) => interfaces), ...network.resolver];
  const used = network.subnets.filter(({ id }) => all.some(({ subnetId }) => subnetId === id));
  return used.map((subnet, index) => {
    const interfaces = all.filter(({ subnetId }) => subnetId === subnet.id);
    const endpoints = newHost(`zone${index}`);
    const { gateway } = addStub(endpoints, router, {
      port: `zone${index}`,
      offset: 4 * index,
      addresses: interfaces.map(({ address }) => address),
    });
    // harsher than AWS: packets of the internet reach private addresses, so only security groups and policies protect
    // them
    route(endpoints, 'default', gateway);
    for (const cidr of corporateCidrs) {
      if (!subnet.routedCidrs.includes(cidr)) ip(['-n', endpoints.name, 'route', 'add', 'unreachable', cidr]);
    }
    const functionAddress = freeAddress(subnet, interfaces);
    const functions = newHost(`fn${index}`, vpcResolver);
    const stub = { port: `fn${index}`, offset: 100 + 4 * index, addresses: [functionAddress] };
    const way = addStub(functions, router, stub);
    for (const to of [vpcResolver, ...used.map(({ cidr }) => cidr)]) {
      const args = ['route', 'add', to, 'via', way.gateway, 'src', functionAddress];
      ip(['-n', functions.name, ...args]);
    }
    return { subnet, endpoints, interfaces, functions, functionAddress };
  });
}

/** An address of a subnet that none of these interfaces has. @throws when there is none */
export function freeAddress({ cidr }: Subnet, interfaces: readonly Interface[]): string {
  // AWS reserves the first four addresses and the last one of a subnet
  for (let n = 4; n < 250; n += 1) {
    const address = hostIn(cidr, n);
    if (!interfaces.some((used) => used.address === address)) return address;
  }
  throw new Error(`no free address in ${cidr}`);
}
