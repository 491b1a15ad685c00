import type { Environment } from '../config/load';
import { planResolverAddresses } from '../config/network-plan';
import { checkForwarding, type Forwarding } from './forwarding';
import { forwardZones, type ZoneSettings } from './zones';

/** Values that exist only after a deployment. */
interface Deployed {
  /** Id of the API. */
  readonly apiId?: string;
  /** Addresses that the resolver has. Default: those that the environment pins. */
  readonly forwarders?: readonly string[];
}

/**
 * Forwarding for an environment. Without the API's id, a zone of its `execute-api` name is pending.
 *
 * @throws ConfigError if the deployed values cannot stand in a configuration file
 */
export function forwardingOf(environment: Environment, { apiId, forwarders }: Deployed = {}): Forwarding {
  const { name, region, network, api, dns, studio } = environment;
  const zonesWith = (apiZone: ZoneSettings['apiZone']) =>
    forwardZones({
      region,
      apiZone,
      customDomainName: api.customDomain?.name,
      hasRemoteAccess: studio.remoteAccess,
      apiId,
    });
  return checkForwarding({
    environmentName: name,
    zones: zonesWith(dns.apiZone),
    ...(dns.apiZone === 'region' && { directZones: zonesWith('api') }),
    forwarders: forwarders ?? planResolverAddresses(network).map(({ ipAddress }) => ipAddress),
  });
}
