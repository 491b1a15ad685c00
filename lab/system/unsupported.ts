import type { Environment } from '../../config/load';
import { partitionOf } from '../../config/regions';
import { internet, isWithin, prefixLengthOf } from '../network/addresses';
import { longestCorporatePrefix } from '../network/corporate-site';

/** With a lower limit, API Gateway would throttle the walkthrough's requests. */
const leastThrottle = 20;

const strangers = [internet.server, internet.stranger, internet.lambda];

/** Settings that the lab cannot run, with what it supports; empty if there are none. */
export function unsupported(environment: Environment): string[] {
  const { region, network, corporate, corporateSite, identity, studio, api } = environment;
  const [cidr = ''] = corporate.cidrs;
  const { connection } = corporate;
  return [
    partitionOf(region).id === 'aws' ? '' : `region: got ${region}, the lab supports commercial regions only`,
    network.vpc.create ? '' : 'network.vpc: got an existing VPC, but the lab has none: use "create"',
    studio.domain.create ? '' : 'studio.domain: got an existing domain, but the lab has none: use "create"',
    corporateSite || (connection !== 'none' && connection.transitGatewayId !== undefined)
      ? ''
      : 'corporate.connection: the lab supports transit gateways only: use "transitGatewayId", or a "corporateSite"',
    corporateSite?.connection !== 'vpc-peering' ||
    corporate.cidrs.every((own) => own === corporateSite.vpcCidr)
      ? ''
      : `corporate.cidrs: got ${corporate.cidrs.join(', ')}, but a peering reaches the site's ${corporateSite.vpcCidr} only`,
    corporateSite || prefixLengthOf(cidr) <= longestCorporatePrefix
      ? ''
      : `corporate.cidrs: got ${cidr} first, but the lab puts three hosts there: use a /${longestCorporatePrefix} or wider`,
    ...corporate.egressCidrs
      .filter((egress) => strangers.some((address) => isWithin(`${address}/32`, egress)))
      .map(
        (egress) =>
          `corporate.egressCidrs: got ${egress}, which holds addresses of the lab's internet (${strangers.join(', ')})`,
      ),
    identity.cognito && identity.cognito.federation === undefined
      ? ''
      : 'identity: the lab signs people in with a password: use "cognito" without "federation"',
    studio.users.length > 0
      ? ''
      : 'studio.users: got none, but the lab tries the role of a user: name at least one',
    api.throttle.ratePerSecond >= leastThrottle && api.throttle.burst >= leastThrottle
      ? ''
      : `api.throttle: got ${api.throttle.ratePerSecond} per second and a burst of ${api.throttle.burst}, but the lab sends many ` +
        `requests at once: use at least ${leastThrottle} for both`,
  ].filter((problem) => problem !== '');
}
