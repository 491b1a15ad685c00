import ipaddr from 'ipaddr.js';
import type { Rule, SecurityGroup } from './security-groups';

/** One side of a connection. */
export interface Peer {
  readonly address: string;
  readonly securityGroups: readonly SecurityGroup[];
}

/** Whether the security groups of both sides let a TCP connection through. */
export function mayConnect(from: Peer, to: Peer, port: number): boolean {
  const out = from.securityGroups.flatMap(({ egress }) => egress);
  const into = to.securityGroups.flatMap(({ ingress }) => ingress);
  return out.some((rule) => admits(rule, to, port)) && into.some((rule) => admits(rule, from, port));
}

function admits({ protocol, fromPort, toPort, cidrs, groupIds }: Rule, peer: Peer, port: number): boolean {
  const isMeant =
    protocol === '-1' || (protocol === 'tcp' && (fromPort ?? 0) <= port && port <= (toPort ?? 0));
  const address = ipaddr.IPv4.parse(peer.address);
  return (
    isMeant &&
    (cidrs.some((cidr) => address.match(ipaddr.IPv4.parseCIDR(cidr))) ||
      peer.securityGroups.some(({ id }) => groupIds.includes(id)))
  );
}
