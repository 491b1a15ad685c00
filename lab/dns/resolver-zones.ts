import type { HostedZone } from '../deployed/hosted-zones';
import type { DeployedNetwork, Endpoint } from '../deployed/network';
import { addressRecords, endpointLifetimes, hostedZoneLifetimes, zoneFile } from './zone-file';

/**
 * The zones that a VPC's resolver answers from, as zone files for BIND, by name:
 *
 * - hidden zones of endpoints with `PrivateDnsEnabled`. Such a zone begins at the service's own name, and so does its SOA,
 *   which lies above `<api>.execute-api.…`;
 * - private hosted zones, with the aliases of endpoints in them.
 *
 * The longest name wins, as in Route 53.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zone-private-considerations.html
 */
export function resolverZones(
  { endpoints }: Pick<DeployedNetwork, 'endpoints'>,
  hostedZones: readonly HostedZone[],
): Record<string, string> {
  const hidden = new Map<string, string[]>();
  for (const endpoint of endpoints) {
    for (const name of endpoint.privateNames) {
      const zone = name.replace(/^\*\./, '');
      const records = addressRecords(zone === name ? '@' : '*', addressesOf(endpoint));
      hidden.set(zone, [...(hidden.get(zone) ?? []), ...records]);
    }
  }
  return {
    ...Object.fromEntries(
      [...hidden].map(([name, records]) => [name, zoneFile(records, endpointLifetimes)] as const),
    ),
    ...Object.fromEntries(
      hostedZones.map(({ name, aliases }) => {
        const records = aliases.flatMap(({ name: alias, target }) =>
          endpoints
            .filter(({ publicNames }) => publicNames.includes(target))
            .flatMap((endpoint) => addressRecords(`${alias}.`, addressesOf(endpoint))),
        );
        return [name, zoneFile(records, hostedZoneLifetimes)] as const;
      }),
    ),
  };
}

function addressesOf({ interfaces }: Endpoint): string[] {
  return interfaces.map(({ address }) => address);
}
