import { addLan, addStub, forwardPackets, plug, route, takeEveryQuery } from '../../lab/hosts/links';
import { createNamespace, ip, removeNamespaces, type Namespace } from '../../lab/hosts/namespaces';
import { internet } from '../../lab/network/addresses';
import { droppedPackets, ingressFilter, setSilent } from '../../lab/network/packet-filter';
import type { SecurityGroup } from '../../lab/deployed/security-groups';

/** Addresses of the hosts, in the networks of `environments/example.json`. */
export const addresses = {
  server: '192.168.10.53',
  secondary: '192.168.10.54',
  client: '192.168.10.20',
  outside: internet.server,
} as const;

/** The corporate network. */
export const people = '192.168.10.0/24';

const routerOfPeople = '192.168.10.1';

interface SiteOptions {
  /** Addresses of the inbound resolver endpoint, all on the VPC host. */
  readonly resolverAddresses: readonly string[];
  /** Rules for access to the resolver. */
  readonly resolverGroup: SecurityGroup;
}

/** A corporate network, a VPC and the internet, as hosts around one router. */
export interface Site {
  readonly server: Namespace;
  readonly secondary: Namespace;
  readonly client: Namespace;
  readonly vpc: Namespace;
  /** The whole internet: gets every DNS query to an address that no other host has. */
  readonly outside: Namespace;
  /** Sets whether the corporate servers have a route to the internet. At first they have one. */
  setInternet(open: boolean): void;
  /** Makes an address of the resolver unreachable, as in the failure of a zone, or reachable again. */
  setResolver(address: string, up: boolean): void;
  /** How many packets the resolver's security group has dropped. */
  droppedPackets(): number;
  close(): void;
}

/** Builds the site. The caller must always close it. */
export function buildSite({ resolverAddresses, resolverGroup }: SiteOptions): Site {
  removeNamespaces();
  const router = createNamespace('router');
  const [server, secondary, client, vpc, outside] = ['server', 'secondary', 'client', 'vpc', 'outside'].map(
    createNamespace,
  ) as [Namespace, Namespace, Namespace, Namespace, Namespace];
  forwardPackets(router);
  const members = [
    { host: server, port: 'server', address: addresses.server },
    { host: secondary, port: 'secondary', address: addresses.secondary },
    { host: client, port: 'client', address: addresses.client },
  ];
  addLan(router, { gateway: routerOfPeople, prefixLength: 24, members });
  // its own route, which stays when the route to the internet is removed
  for (const { host } of members) route(host, '10.20.0.0/16', routerOfPeople);
  const { gateway } = addStub(vpc, router, { port: 'vpc', offset: 0, addresses: resolverAddresses });
  route(vpc, 'default', gateway);
  plug(outside, router, 'internet', `${addresses.outside}/24`, `${internet.corporateEgress}/24`);
  route(outside, 'default', internet.corporateEgress);
  const interfaces = resolverAddresses.map((address) => ({
    address,
    subnetId: '',
    securityGroups: [resolverGroup],
  }));
  vpc.run(
    'nft',
    ['-f', '-'],
    ingressFilter(interfaces, () => []),
  );
  takeEveryQuery(outside);
  route(router, 'default', addresses.outside);

  return {
    server,
    secondary,
    client,
    vpc,
    outside,
    setInternet(open) {
      for (const { name } of [server, secondary]) {
        ip(['-n', name, 'route', open ? 'replace' : 'delete', 'default', 'via', routerOfPeople]);
      }
    },
    setResolver(address, up) {
      setSilent(vpc, address, !up);
    },
    droppedPackets: () => droppedPackets(vpc),
    close: removeNamespaces,
  };
}
