import { createNamespace, ip, removeNamespaces, type Namespace } from '../../test-support/dns/namespaces';
import type { DeployedNetwork, Interface, Subnet } from '../deployed/network';
import { hostIn, internet } from './addresses';
import { removeNameserverSettings, setNameserver } from './nameserver-settings';
import { egressFilter, ingressFilter, membersOf } from './packet-filter';

/** A subnet with what is in it. */
interface Zone {
  readonly subnet: Subnet;
  /** Holds the addresses of endpoints and resolver in this subnet. */
  readonly endpoints: Namespace;
  readonly interfaces: readonly Interface[];
  /** Where functions of this subnet run. */
  readonly functions: Namespace;
  readonly functionAddress: string;
}

/** All hosts, wired. */
export interface Site {
  readonly client: Namespace;
  readonly server: Namespace;
  readonly clientAddress: string;
  readonly serverAddress: string;
  readonly internet: Namespace;
  readonly stranger: Namespace;
  /** The network of functions outside any VPC. */
  readonly lambda: Namespace;
  readonly foreignHost: Namespace;
  readonly foreignEndpoints: Namespace;
  readonly foreign: typeof foreignAddresses;
  readonly zones: readonly Zone[];
  /** Puts the security groups in force as they are now. */
  applySecurityGroups(network: DeployedNetwork, functionGroupIds: readonly string[]): void;
  /** How many packets the security groups of a zone's endpoints and resolver have dropped. */
  dropped(zone: Zone): number;
  /** Lets an address of a zone fall silent, or brings it back. */
  setAddress(zone: Zone, address: string, up: boolean): void;
  /** Lets a whole zone fall silent, or brings it back. */
  setZone(zone: Zone, up: boolean): void;
}

/** A VPC of somebody else that has the same range. */
const foreignAddresses = { host: '10.20.0.15', executeApi: '10.20.0.101', studio: '10.20.0.102' };

/** Where functions resolve names: Amazon's own server, in every VPC. */
export const vpcResolver = '169.254.169.253';

/** Removes the hosts of this process, and of processes that ended without doing so, with all that runs there. */
export function removeSite(): void {
  removeNamespaces();
  removeNameserverSettings();
}

/**
 * Builds the hosts around one router, with the addresses that the environment and the deployment have.
 * {@link removeSite} takes them away, also those of an attempt that failed.
 */
export function buildSite(network: DeployedNetwork, corporateCidrs: readonly string[]): Site {
  removeSite();
  const [corporate = ''] = corporateCidrs;
  const host = (name: string, nameserver?: string): Namespace => {
    const created = createNamespace(name);
    if (nameserver !== undefined) setNameserver(created, nameserver);
    return created;
  };
  const router = host('router');
  router.run('sh', ['-c', 'echo 1 > /proc/sys/net/ipv4/ip_forward']);
  const serverAddress = hostIn(corporate, 53);
  const clientAddress = hostIn(corporate, 20);
  const client = host('client', serverAddress);
  const server = host('server', serverAddress);
  ip(['-n', router.name, 'link', 'add', 'lan', 'type', 'bridge']);
  ip(['-n', router.name, 'addr', 'add', `${hostIn(corporate, 1)}/24`, 'dev', 'lan']);
  ip(['-n', router.name, 'link', 'set', 'lan', 'up']);
  for (const [namespace, port, address] of [
    [client, 'client', clientAddress],
    [server, 'server', serverAddress],
  ] as const) {
    plug(namespace, router, port, `${address}/24`);
    ip(['-n', router.name, 'link', 'set', port, 'master', 'lan']);
    route(namespace, 'default', hostIn(corporate, 1));
  }
  const public_ = (name: string, address: string) => {
    const namespace = host(name, internet.server);
    const gateway = address.replace(/\.\d+$/, '.1');
    plug(namespace, router, name, `${address}/24`, `${gateway}/24`);
    route(namespace, 'default', gateway);
    return namespace;
  };
  const outside = public_('internet', internet.server);
  for (const address of [internet.aws, internet.studio]) addAddress(outside, address);
  route(router, 'default', internet.server);
  outside.run('nft', ['-f', '-'], takeEveryQuery);
  router.run('nft', ['-f', '-'], translate(corporateCidrs));
  const stranger = public_('stranger', internet.stranger);
  const lambda = public_('lambda', internet.lambda);

  const vpcSubnets = network.subnets.filter(({ id }) =>
    network.endpoints.some(({ interfaces }) => interfaces.some(({ subnetId }) => subnetId === id)),
  );
  const zones = vpcSubnets.map((subnet, index): Zone => {
    const interfaces = [
      ...network.endpoints.flatMap((endpoint) => endpoint.interfaces),
      ...network.resolver,
    ].filter(({ subnetId }) => subnetId === subnet.id);
    const functionAddress = freeAddress(subnet, interfaces);
    const endpoints = host(`zone${index}`);
    const functions = host(`fn${index}`, vpcResolver);
    join(
      endpoints,
      router,
      `zone${index}`,
      4 * index,
      interfaces.map(({ address }) => address),
    );
    join(functions, router, `fn${index}`, 100 + 4 * index, [functionAddress]);
    addAddress(functions, vpcResolver, 'lo');
    // harsher than AWS, where no packet of the internet arrives at a private address: here they do, so that what
    // protects is the security groups and the policies
    route(endpoints, 'default', link(4 * index, 1));
    for (const cidr of corporateCidrs) {
      if (!subnet.routedCidrs.includes(cidr)) ip(['-n', endpoints.name, 'route', 'add', 'unreachable', cidr]);
    }
    for (const { cidr } of vpcSubnets)
      ip([
        '-n',
        functions.name,
        'route',
        'add',
        cidr,
        'via',
        link(100 + 4 * index, 1),
        'src',
        functionAddress,
      ]);
    return { subnet, endpoints, interfaces, functions, functionAddress };
  });

  const foreignHost = host('foreign');
  const foreignEndpoints = host('foreignep');
  plug(
    foreignHost,
    foreignEndpoints,
    'foreign',
    `${foreignAddresses.host}/16`,
    `${foreignAddresses.studio}/16`,
  );
  addAddress(foreignEndpoints, foreignAddresses.executeApi, 'foreign');

  return {
    ...{ client, server, clientAddress, serverAddress, internet: outside, stranger, lambda },
    ...{ foreignHost, foreignEndpoints, foreign: foreignAddresses, zones },
    applySecurityGroups(current, functionGroupIds) {
      const groups = (ids: readonly string[]) => ids.flatMap((id) => current.securityGroups.get(id) ?? []);
      const refreshed = (old: Interface): Interface => ({
        ...old,
        securityGroups: groups(old.securityGroups.map(({ id }) => id)),
      });
      const functionInterfaces = zones.map((zone) => ({
        address: zone.functionAddress,
        subnetId: zone.subnet.id,
        securityGroups: groups(functionGroupIds),
      }));
      const members = membersOf(current, functionInterfaces);
      zones.forEach((zone, index) => {
        zone.endpoints.run('nft', ['-f', '-'], ingressFilter(zone.interfaces.map(refreshed), members));
        const own = functionInterfaces[index];
        if (own) zone.functions.run('nft', ['-f', '-'], egressFilter([own], members));
      });
    },
    dropped: (zone) =>
      Number(
        /counter packets (\d+)/.exec(
          zone.endpoints.run('nft', ['list', 'chain', 'inet', 'filter', 'input']),
        )?.[1],
      ),
    setAddress(zone, address, up) {
      zone.endpoints.run('nft', [
        up ? 'delete' : 'add',
        'element',
        'inet',
        'filter',
        'down',
        `{ ${address} }`,
      ]);
    },
    setZone(zone, up) {
      for (const namespace of [zone.endpoints, zone.functions]) {
        namespace.run('nft', up ? ['delete', 'table', 'inet', 'lost'] : ['-f', '-'], up ? undefined : lost);
      }
    },
  };
}

function freeAddress({ cidr }: Subnet, interfaces: readonly Interface[]): string {
  for (let n = 200; n < 250; n += 1) {
    const address = hostIn(cidr, n);
    if (!interfaces.some((used) => used.address === address)) return address;
  }
  throw new Error(`no free address in ${cidr}`);
}

/** Address of one side of the link to the router; links use addresses that no other host knows. */
function link(offset: number, side: 1 | 2): string {
  return `169.254.10.${offset + side}`;
}

/** Connects a host that answers at some addresses of a network it is not wholly in. */
function join(
  host: Namespace,
  router: Namespace,
  port: string,
  offset: number,
  addresses: readonly string[],
): void {
  plug(host, router, port, `${link(offset, 2)}/30`, `${link(offset, 1)}/30`);
  for (const address of addresses) {
    addAddress(host, address);
    route(router, `${address}/32`, link(offset, 2));
  }
}

function addAddress(host: Namespace, address: string, device = 'eth0'): void {
  ip(['-n', host.name, 'addr', 'add', `${address}/32`, 'dev', device]);
}

function route(host: Namespace, to: string, via: string): void {
  ip(['-n', host.name, 'route', 'add', to, 'via', via]);
}

/** Connects a host's `eth0` to a port of another. */
function plug(host: Namespace, peer: Namespace, port: string, address: string, peerAddress?: string): void {
  ip(['link', 'add', 'eth0', 'netns', host.name, 'type', 'veth', 'peer', 'name', port, 'netns', peer.name]);
  ip(['-n', host.name, 'addr', 'add', address, 'dev', 'eth0']);
  ip(['-n', host.name, 'link', 'set', 'eth0', 'up']);
  if (peerAddress !== undefined) ip(['-n', peer.name, 'addr', 'add', peerAddress, 'dev', port]);
  ip(['-n', peer.name, 'link', 'set', port, 'up']);
}

/** The host answers for every name server of the internet. */
const takeEveryQuery = [
  'table ip nat {',
  '  chain prerouting {',
  '    type nat hook prerouting priority -100;',
  '    udp dport 53 redirect',
  '    tcp dport 53 redirect',
  '  }',
  '}',
  '',
].join('\n');

/** The corporate network shows the internet one address of its own. */
function translate(cidrs: readonly string[]): string {
  return [
    'table ip nat {',
    '  chain postrouting {',
    '    type nat hook postrouting priority 100;',
    ...cidrs.map((cidr) => `    ip saddr ${cidr} oifname "internet" snat to ${internet.corporateEgress}`),
    '  }',
    '}',
    '',
  ].join('\n');
}

/** Nothing goes in or out. */
const lost = [
  'table inet lost {',
  '  chain input { type filter hook input priority -10; policy drop; }',
  '  chain output { type filter hook output priority -10; policy drop; }',
  '}',
  '',
].join('\n');
