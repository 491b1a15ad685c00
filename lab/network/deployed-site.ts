import type { DeployedCorporateSite, SiteHost } from '../deployed/corporate-site';
import type { DeployedNetwork } from '../deployed/network';
import { addAddress, addStub, route } from '../hosts/links';
import { ip, type Namespace } from '../hosts/namespaces';
import { setNameserver } from '../hosts/nameserver-settings';
import type { CorporateSite } from './corporate-site';
import { hostFilter, membersOf } from './packet-filter';
import { translateToPublic } from './translation';
import { vpcResolver } from './zones';

/** The router's table with the way to the resolver of the site's VPC. */
const resolverTable = '100';

/** Hosts of the stack `corporate-network`, beside those that every corporate site has. */
export interface SiteHosts {
  /** The second DNS server. */
  readonly dnsB: Namespace;
  readonly proxy: Namespace;
  /** Amazon's name server of the site's VPC. */
  readonly names: Namespace;
  /** Applies the current routes and security groups. @param network all VPCs */
  update(deployed: DeployedCorporateSite, network: DeployedNetwork): void;
}

/**
 * Builds the site's hosts at their deployed addresses; `update` gives them their routes.
 */
export function buildDeployedSite(
  newHost: (name: string) => Namespace,
  router: Namespace,
  { deployed, corporateCidrs }: { deployed: DeployedCorporateSite; corporateCidrs: readonly string[] },
): CorporateSite & { readonly siteHosts: SiteHosts } {
  const { hosts, desk } = deployed;
  const ways = new Map<Namespace, string>();
  const add = (name: string, { address }: SiteHost, offset: number, nameservers: readonly string[]) => {
    const host = newHost(name);
    setNameserver(host, ...nameservers);
    ways.set(host, addStub(host, router, { port: name, offset, addresses: [address] }).gateway);
    return host;
  };
  const client = add('client', hosts.linux, 120, desk.dnsServers);
  const colleague = add('windows', hosts.windows, 124, desk.dnsServers);
  const server = add('server', hosts.dnsA, 128, [vpcResolver]);
  const dnsB = add('server-b', hosts.dnsB, 132, [vpcResolver]);
  const proxy = add('proxy', hosts.proxy, 136, [vpcResolver]);
  const names = addResolver(newHost, router, Object.values(hosts));
  router.run('nft', ['-f', '-'], translateToPublic([hosts.proxy.address]));
  return {
    client,
    colleague,
    server,
    clientAddress: hosts.linux.address,
    serverAddress: hosts.dnsA.address,
    corporateCidrs,
    siteHosts: {
      dnsB,
      proxy,
      names,
      update({ hosts: current }, network) {
        const members = membersOf(network, Object.values(current));
        const placed = [
          [client, current.linux],
          [colleague, current.windows],
          [server, current.dnsA],
          [dnsB, current.dnsB],
          [proxy, current.proxy],
        ] as const;
        for (const [host, own] of placed) {
          setRoutes(host, own, ways.get(host) ?? '');
          host.run('nft', ['-f', '-'], hostFilter(own, members, vpcResolver));
        }
      },
    },
  };
}

/** Gives a host the routes of its subnet, and no others. */
function setRoutes(host: Namespace, { address, subnet, localCidrs }: SiteHost, gateway: string): void {
  ip(['-n', host.name, 'route', 'flush', 'table', 'main']);
  ip(['-n', host.name, 'route', 'add', `${gateway}/32`, 'dev', 'eth0']);
  const destinations = [
    vpcResolver,
    ...localCidrs,
    ...subnet.routedCidrs,
    ...(subnet.isPublic ? ['default'] : []),
  ];
  for (const to of destinations) ip(['-n', host.name, 'route', 'add', to, 'via', gateway, 'src', address]);
}

/** Amazon's name server of the site's VPC: for its hosts, it is at the address that that of the private VPC has for others. */
function addResolver(
  newHost: (name: string) => Namespace,
  router: Namespace,
  askedBy: readonly SiteHost[],
): Namespace {
  const host = newHost('sitedns');
  const { gateway, ownAddress } = addStub(host, router, { port: 'sitedns', offset: 204, addresses: [] });
  addAddress(host, vpcResolver);
  route(host, 'default', gateway);
  ip(['-n', router.name, 'route', 'add', `${vpcResolver}/32`, 'via', ownAddress, 'table', resolverTable]);
  for (const { address } of askedBy)
    ip(['-n', router.name, 'rule', 'add', 'from', address, 'to', vpcResolver, 'lookup', resolverTable]);
  return host;
}
