import type { DeployedNetwork, Endpoint } from '../deployed/network';
import { addressRecords, endpointRecordSeconds, zoneFile } from './zone-file';

/**
 * The private names of a VPC as zone files for BIND, by zone: the names that `PrivateDnsEnabled` gives each endpoint,
 * with the addresses of its network interfaces, and aliases of endpoints in private hosted zones.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html
 */
export function resolverZones(
  { endpoints }: DeployedNetwork,
  aliases: readonly { readonly name: string; readonly target: string }[],
): Record<string, string> {
  const zones = new Map<string, string[]>();
  const add = (zone: string, label: string, { interfaces }: Endpoint) => {
    const records = addressRecords(
      label,
      interfaces.map(({ address }) => address),
    );
    zones.set(zone, [...(zones.get(zone) ?? []), ...records]);
  };
  for (const endpoint of endpoints) {
    for (const name of endpoint.privateNames) {
      if (name.startsWith('*.')) add(name.slice(2), '*', endpoint);
      else add(name, '@', endpoint);
    }
  }
  for (const { name, target } of aliases) {
    const endpoint = endpoints.find(({ publicNames }) => publicNames.includes(target));
    if (endpoint) add(name, '@', endpoint);
  }
  return Object.fromEntries(
    [...zones].map(([name, records]) => [name, zoneFile(records, endpointRecordSeconds)]),
  );
}
