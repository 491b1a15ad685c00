import type { DeployedNetwork, Interface } from '../deployed/network';
import { egressFilter, ingressFilter, membersOf } from './packet-filter';
import { vpcResolver, type Zone } from './zones';

/** Applies the current security groups of a network at all hosts of the zones. */
export function applySecurityGroups(
  zones: readonly Zone[],
  network: DeployedNetwork,
  functionGroupIds: readonly string[],
): void {
  const groups = (ids: readonly string[]) => ids.flatMap((id) => network.securityGroups.get(id) ?? []);
  const refreshed = (old: Interface): Interface => ({
    ...old,
    securityGroups: groups(old.securityGroups.map(({ id }) => id)),
  });
  const functionInterfaces = zones.map(({ functionAddress, subnet }) => ({
    address: functionAddress,
    subnetId: subnet.id,
    securityGroups: groups(functionGroupIds),
  }));
  const members = membersOf(network, functionInterfaces);
  zones.forEach((zone, index) => {
    zone.endpoints.run('nft', ['-f', '-'], ingressFilter(zone.interfaces.map(refreshed), members));
    const own = functionInterfaces[index];
    if (own) zone.functions.run('nft', ['-f', '-'], egressFilter([own], members, vpcResolver));
  });
}
