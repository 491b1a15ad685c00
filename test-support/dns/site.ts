import { createNamespace, ip, removeNamespaces, type Namespace } from './namespaces';

/** Addresses of the hosts, in the networks of `environments/example.json`. */
export const addresses = {
  server: '192.168.10.53',
  secondary: '192.168.10.54',
  client: '192.168.10.20',
  outside: '203.0.113.53',
} as const;

const routerOfPeople = '192.168.10.1';

interface SiteOptions {
  /** Addresses of the inbound resolver endpoint, all on the VPC host. */
  readonly resolverAddresses: readonly string[];
  /** Who may ask the resolver, and over what: rules of its security group. */
  readonly resolverRules: readonly {
    readonly protocol: string;
    readonly cidr: string;
    readonly port: number;
  }[];
}

/** A corporate network, a VPC and the internet, as hosts around one router. */
export interface Site {
  readonly server: Namespace;
  readonly secondary: Namespace;
  readonly client: Namespace;
  readonly vpc: Namespace;
  /** Stands for the whole internet: every DNS query to an address that is nobody else's arrives here. */
  readonly outside: Namespace;
  /** Whether the corporate servers have a way to the internet. At first they have. */
  setInternet(open: boolean): void;
  /** Lets an address of the resolver fall silent, as in the failure of a zone, or brings it back. */
  setResolver(address: string, up: boolean): void;
  /** How many packets the resolver's security group has dropped. */
  droppedPackets(): number;
  close(): void;
}

/** Builds the site. It must be closed, whatever happens. */
export function buildSite({ resolverAddresses, resolverRules }: SiteOptions): Site {
  removeNamespaces();
  const router = createNamespace('router');
  const [server, secondary, client, vpc, outside] = ['server', 'secondary', 'client', 'vpc', 'outside'].map(
    createNamespace,
  ) as [Namespace, Namespace, Namespace, Namespace, Namespace];

  router.run('sh', ['-c', 'echo 1 > /proc/sys/net/ipv4/ip_forward']);
  ip(['-n', router.name, 'link', 'add', 'lan', 'type', 'bridge']);
  ip(['-n', router.name, 'addr', 'add', `${routerOfPeople}/24`, 'dev', 'lan']);
  ip(['-n', router.name, 'link', 'set', 'lan', 'up']);
  for (const [host, address] of [
    [server, addresses.server],
    [secondary, addresses.secondary],
    [client, addresses.client],
  ] as const) {
    const port = host.name.split('-').at(-1) ?? '';
    plug(host, router, port, `${address}/24`);
    ip(['-n', router.name, 'link', 'set', port, 'master', 'lan']);
    ip(['-n', host.name, 'route', 'add', '10.20.0.0/16', 'via', routerOfPeople]);
    ip(['-n', host.name, 'route', 'add', 'default', 'via', routerOfPeople]);
  }
  plug(vpc, router, 'vpc', '169.254.10.2/30', '169.254.10.1/30');
  for (const address of resolverAddresses) {
    ip(['-n', vpc.name, 'addr', 'add', `${address}/32`, 'dev', 'eth0']);
    ip(['-n', router.name, 'route', 'add', `${address}/32`, 'via', '169.254.10.2']);
  }
  ip(['-n', vpc.name, 'route', 'add', 'default', 'via', '169.254.10.1']);
  plug(outside, router, 'internet', `${addresses.outside}/24`, '203.0.113.1/24');
  ip(['-n', outside.name, 'route', 'add', 'default', 'via', '203.0.113.1']);
  vpc.run('nft', ['-f', '-'], securityGroup(resolverRules));
  outside.run('nft', ['-f', '-'], takeEveryQuery);
  ip(['-n', router.name, 'route', 'add', 'default', 'via', addresses.outside]);

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
      vpc.run('nft', [up ? 'delete' : 'add', 'element', 'inet', 'filter', 'down', `{ ${address} }`]);
    },
    droppedPackets: () =>
      Number(/counter packets (\d+)/.exec(vpc.run('nft', ['list', 'chain', 'inet', 'filter', 'input']))?.[1]),
    close: removeNamespaces,
  };
}

/** Connects a host's `eth0` to a port of the router. */
function plug(
  host: Namespace,
  router: Namespace,
  port: string,
  address: string,
  routerAddress?: string,
): void {
  ip(['link', 'add', 'eth0', 'netns', host.name, 'type', 'veth', 'peer', 'name', port, 'netns', router.name]);
  ip(['-n', host.name, 'addr', 'add', address, 'dev', 'eth0']);
  ip(['-n', host.name, 'link', 'set', 'eth0', 'up']);
  if (routerAddress !== undefined) ip(['-n', router.name, 'addr', 'add', routerAddress, 'dev', port]);
  ip(['-n', router.name, 'link', 'set', port, 'up']);
}

/** A security group admits what its rules name and drops the rest without a word. */
function securityGroup(rules: SiteOptions['resolverRules']): string {
  return [
    'table inet filter {',
    '  set down { type ipv4_addr; }',
    '  chain input {',
    '    type filter hook input priority 0; policy drop;',
    '    iif lo accept',
    '    ip daddr @down drop',
    ...rules.map(({ protocol, cidr, port }) => `    ip saddr ${cidr} ${protocol} dport ${port} accept`),
    '    counter drop',
    '  }',
    '}',
  ].join('\n');
}

/** The host answers for every server of the internet, the root servers among them. */
const takeEveryQuery = [
  'table ip nat {',
  '  chain prerouting {',
  '    type nat hook prerouting priority -100;',
  '    udp dport 53 redirect',
  '    tcp dport 53 redirect',
  '  }',
  '}',
].join('\n');
