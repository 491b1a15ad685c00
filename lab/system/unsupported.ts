import type { Environment } from '../../config/load';
import { partitionOf } from '../../config/regions';
import { prefixLengthOf } from '../network/addresses';
import { longestCorporatePrefix } from '../network/corporate-site';

/** What of an environment the lab cannot bring up, each with what it can; empty if it can bring up all of it. */
export function unsupported({ region, network, corporate, studio }: Environment): string[] {
  const [cidr = ''] = corporate.cidrs;
  const { connection } = corporate;
  return [
    partitionOf(region).id === 'aws' ? '' : `region: got ${region}, the lab has only the commercial regions`,
    network.vpc.create ? '' : 'network.vpc: got an existing VPC, the lab has none: it needs "create"',
    studio.domain.create ? '' : 'studio.domain: got an existing domain, the lab has none: it needs "create"',
    connection !== 'none' && connection.transitGatewayId !== undefined
      ? ''
      : 'corporate.connection: the lab has only transit gateways: it needs "transitGatewayId"',
    prefixLengthOf(cidr) <= longestCorporatePrefix
      ? ''
      : `corporate.cidrs: got ${cidr} first, the lab puts three hosts there: it needs a /${longestCorporatePrefix} or wider`,
  ].filter((problem) => problem !== '');
}
