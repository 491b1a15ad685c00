import type { DeployedFunction } from '../deployed/functions';
import type { Namespace } from '../hosts/namespaces';
import type { Site } from '../network/site';

/** Chooses the hosts of executions. */
export interface Places {
  /** A host for a new execution: in each of the function's subnets in turn, or outside any VPC. */
  readonly placeFor: (deployed: Pick<DeployedFunction, 'subnetIds'>) => Namespace;
  readonly isReachable: (host: Namespace) => boolean;
}

/** The hosts of a site. @param lostZones indexes of lost zones, where no new execution starts */
export function placesAt(site: Site, lostZones: ReadonlySet<number>): Places {
  let started = 0;
  return {
    isReachable: (host) => !site.zones.some((zone, index) => lostZones.has(index) && zone.functions === host),
    placeFor({ subnetIds }) {
      if (subnetIds.length === 0) return site.lambda;
      const own = site.zones.filter((zone) => subnetIds.includes(zone.subnet.id));
      const there = own.filter((zone) => !lostZones.has(site.zones.indexOf(zone)));
      // if all of its zones are lost, it starts in a lost one
      const zones = there.length > 0 ? there : own;
      const zone = zones[(started += 1) % zones.length];
      if (!zone) throw new Error(`no zone has one of the subnets ${subnetIds.join(', ')}`);
      return zone.functions;
    },
  };
}
