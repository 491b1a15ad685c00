import { contains, networkOf } from '../../config/cidr';
import type { Rule, SecurityGroup } from './security-groups';

/** One side of a connection. */
export interface Peer {
  readonly address: string;
  readonly securityGroups: readonly SecurityGroup[];
}

/** Whether the security groups of both sides let a TCP connection through. */
export function mayConnect(from: Peer, to: Peer, port: number): boolean {
  return letsOut(from, to, 'tcp', port) && letsIn(to, from, 'tcp', port);
}

/** Whether the security groups of one side let its packets out to the other side. */
export function letsOut(from: Peer, to: Peer, protocol: 'tcp' | 'udp', port: number): boolean {
  return from.securityGroups.flatMap(({ egress }) => egress).some((rule) => admits(rule, to, protocol, port));
}

/** Whether the security groups of one side let the other side's packets in. */
export function letsIn(to: Peer, from: Peer, protocol: 'tcp' | 'udp', port: number): boolean {
  return to.securityGroups
    .flatMap(({ ingress }) => ingress)
    .some((rule) => admits(rule, from, protocol, port));
}

function admits(rule: Rule, peer: Peer, protocol: 'tcp' | 'udp', port: number): boolean {
  const { fromPort = 0, toPort = 0, cidrs, groupIds } = rule;
  const isMeant =
    rule.protocol === '-1' || (rule.protocol === protocol && fromPort <= port && port <= toPort);
  const address = networkOf(`${peer.address}/32`);
  return (
    isMeant &&
    (cidrs.some((cidr) => contains(networkOf(cidr), address)) ||
      peer.securityGroups.some(({ id }) => groupIds.includes(id)))
  );
}
