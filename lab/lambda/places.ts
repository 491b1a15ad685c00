import type { DeployedFunction } from '../deployed/functions';
import type { Namespace } from '../hosts/namespaces';
import type { Site } from '../network/site';

/** Where executions run. */
export interface Places {
  /** A host for a new execution: in one of the function's subnets, by turns, or outside any VPC. */
  readonly placeFor: (deployed: Pick<DeployedFunction, 'subnetIds'>) => Namespace;
  readonly isReachable: (host: Namespace) => boolean;
}

/** The hosts of a site. @param lostZones zones that are lost now, by index: new executions start elsewhere */
export function placesAt(site: Site, lostZones: ReadonlySet<number>): Places {
  let started = 0;
  return {
    isReachable: (host) => !site.zones.some((zone, index) => lostZones.has(index) && zone.functions === host),
    placeFor({ subnetIds }) {
      if (subnetIds.length === 0) return site.lambda;
      const own = site.zones.filter((zone) => subnetIds.includes(zone.subnet.id));
      const there = own.filter((zone) => !lostZones.has(site.zones.indexOf(zone)));
      // when all of its zones are lost it has nowhere else to go
      const zones = there.length > 0 ? there : own;
      const zone = zones[(started += 1) % zones.length];
      if (!zone) throw new Error(`no zone has one of the subnets ${subnetIds.join(', ')}`);
      return zone.functions;
    },
  };
}
