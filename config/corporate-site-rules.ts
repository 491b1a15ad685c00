import { contains, overlaps, parseCidr } from './cidr';
import type { Problem } from './problem';
import { stringAt, stringsAt, valueAt } from './unchecked';

/** Rules of `corporateSite` and other sections. They read the unchecked file, as `rules.ts` does. */
export const corporateSiteRules = [siteNetwork, siteConnection];

/** The resolver, the endpoints and the URLs admit `corporate.cidrs` and nobody else. */
function siteNetwork(file: unknown): Problem[] {
  const path = 'corporateSite.vpcCidr';
  const got = stringAt(file, path) ?? '';
  const site = parseCidr(got);
  if (!site) return [];
  const vpc = stringAt(file, 'network.vpc.create.cidr') ?? stringAt(file, 'network.vpc.existing.cidr') ?? '';
  const privateNetwork = parseCidr(vpc);
  if (privateNetwork && overlaps(privateNetwork, site))
    return [{ path, got, expected: `a CIDR that does not overlap the VPC's ${vpc}` }];
  const admitted = stringsAt(file, 'corporate.cidrs').map(({ text }) => text);
  const isAdmitted = admitted.some((cidr) => {
    const network = parseCidr(cidr);
    return network !== undefined && contains(network, site);
  });
  if (isAdmitted) return [];
  const expected = `a CIDR within one of corporate.cidrs (${admitted.join(', ')}): nobody else is admitted`;
  return [{ path, got, expected }];
}

function siteConnection(file: unknown): Problem[] {
  const path = 'corporateSite.connection';
  const got = stringAt(file, path);
  const connection = valueAt(file, 'corporate.connection') ?? 'none';
  if (got === 'transit-gateway') {
    if (stringAt(file, 'corporate.connection.transitGatewayId') !== undefined) return [];
    const expected =
      '"transit-gateway" only together with corporate.connection.transitGatewayId, the gateway of both VPCs';
    return [{ path, got, expected }];
  }
  if (got !== 'vpc-peering') return [];
  if (connection !== 'none') {
    const expected =
      '"vpc-peering" only together with "corporate.connection": "none", as it makes the connection';
    return [{ path, got, expected }];
  }
  const isAdopted = valueAt(file, 'network.vpc.existing') !== undefined;
  if (!isAdopted || stringsAt(file, 'network.vpc.existing.routeTableIds').length > 0) return [];
  const expected =
    '"vpc-peering" only together with network.vpc.existing.routeTableIds, the route tables that get the route to the site';
  return [{ path, got, expected }];
}
