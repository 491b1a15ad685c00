import { ip, type Namespace } from './namespaces';

/** Connects a host's `eth0` to a port of another. Addresses have a prefix length. */
export function plug(
  host: Namespace,
  peer: Namespace,
  port: string,
  address: string,
  peerAddress?: string,
): void {
  ip(['link', 'add', 'eth0', 'netns', host.name, 'type', 'veth', 'peer', 'name', port, 'netns', peer.name]);
  ip(['-n', host.name, 'addr', 'add', address, 'dev', 'eth0']);
  ip(['-n', host.name, 'link', 'set', 'eth0', 'up']);
  if (peerAddress !== undefined) ip(['-n', peer.name, 'addr', 'add', peerAddress, 'dev', port]);
  ip(['-n', peer.name, 'link', 'set', port, 'up']);
}

/** Gives a host one more address. */
export function addAddress(host: Namespace, address: string, device = 'eth0'): void {
  ip(['-n', host.name, 'addr', 'add', `${address}/32`, 'dev', device]);
}

/** Adds a route to a host: to a network, or `default`. */
export function route(host: Namespace, to: string, via: string): void {
  ip(['-n', host.name, 'route', 'add', to, 'via', via]);
}

/** Makes a host a router. */
export function forwardPackets(router: Namespace): void {
  router.run('sh', ['-c', 'echo 1 > /proc/sys/net/ipv4/ip_forward']);
}

interface LanOptions {
  /** The router's address in the network. */
  readonly gateway: string;
  readonly prefixLength: number;
  readonly members: readonly { readonly host: Namespace; readonly port: string; readonly address: string }[];
}

/** A local network at a router, which is the default route of its members. */
export function addLan(router: Namespace, { gateway, prefixLength, members }: LanOptions): void {
  ip(['-n', router.name, 'link', 'add', 'lan', 'type', 'bridge']);
  ip(['-n', router.name, 'addr', 'add', `${gateway}/${prefixLength}`, 'dev', 'lan']);
  ip(['-n', router.name, 'link', 'set', 'lan', 'up']);
  for (const { host, port, address } of members) {
    plug(host, router, port, `${address}/${prefixLength}`);
    ip(['-n', router.name, 'link', 'set', port, 'master', 'lan']);
    route(host, 'default', gateway);
  }
}

/** Connects a host that answers at some addresses of another network. @param offset number of a free /30 */
export function addStub(
  host: Namespace,
  router: Namespace,
  { port, offset, addresses }: { port: string; offset: number; addresses: readonly string[] },
): { readonly gateway: string; readonly ownAddress: string } {
  // no other host uses these addresses
  const [gateway, ownAddress] = [`169.254.10.${offset + 1}`, `169.254.10.${offset + 2}`];
  plug(host, router, port, `${ownAddress}/30`, `${gateway}/30`);
  for (const address of addresses) {
    addAddress(host, address);
    route(router, `${address}/32`, ownAddress);
  }
  return { gateway, ownAddress };
}

/** Lets a host act as every name server of the internet: it gets the queries to all addresses. */
export function takeEveryQuery(host: Namespace): void {
  host.run(
    'nft',
    ['-f', '-'],
    [
      'table ip nat {',
      '  chain prerouting {',
      '    type nat hook prerouting priority -100;',
      '    udp dport 53 redirect',
      '    tcp dport 53 redirect',
      '  }',
      '}',
      '',
    ].join('\n'),
  );
}
