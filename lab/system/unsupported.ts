import type { Environment } from '../../config/load';
import { partitionOf } from '../../config/regions';
import { internet, isWithin, prefixLengthOf } from '../network/addresses';
import { longestCorporatePrefix } from '../network/corporate-site';

/** Below, requests of the walkthrough that follow each other are refused. */
const leastThrottle = 20;

const strangers = [internet.server, internet.stranger, internet.lambda];

/** What of an environment the lab cannot bring up, each with what it can; empty if it can bring up all of it. */
export function unsupported({ region, network, corporate, identity, studio, api }: Environment): string[] {
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
    ...corporate.egressCidrs
      .filter((egress) => strangers.some((address) => isWithin(`${address}/32`, egress)))
      .map(
        (egress) =>
          `corporate.egressCidrs: got ${egress}, where the lab has its internet (${strangers.join(', ')})`,
      ),
    identity.mfa === 'required'
      ? 'identity.mfa: got "required", people of the lab have only a password: it needs "optional" or "off"'
      : '',
    studio.users.length > 0
      ? ''
      : 'studio.users: got none, the lab tries the role of one: it needs at least one',
    api.throttle.ratePerSecond >= leastThrottle && api.throttle.burst >= leastThrottle
      ? ''
      : `api.throttle: got ${api.throttle.ratePerSecond} per second and a burst of ${api.throttle.burst}, the lab asks in ` +
        `quick succession: it needs ${leastThrottle} of both`,
  ].filter((problem) => problem !== '');
}
