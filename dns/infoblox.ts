import type { Forwarding } from './forwarding';

/** Infoblox shows it beside each zone; the file is known by it as well, as JSON has no comments. */
export const commentMark = 'SageMaker Studio, environment ';

/**
 * The body of one request to Infoblox's WAPI that creates all forward zones: a list of calls for its `request`
 * object. JSON has no comments; what to do with it is in README.txt.
 * https://docs.infoblox.com/space/nios90/280858087/Infoblox+RESTful+API
 */
export function renderInfobloxRequest({ environmentName, zones, forwarders }: Forwarding): string {
  const calls = zones.final.map(({ name, purpose }) => ({
    method: 'POST',
    object: 'zone_forward',
    data: {
      fqdn: name,
      comment: `${commentMark}${environmentName} - ${purpose}`,
      forwarders_only: true,
      // WAPI wants a name with each address; `internal` belongs to nobody (ICANN, 2024)
      forward_to: forwarders.map((address, index) => ({
        name: `inbound-resolver-${index + 1}.studio-access.internal`,
        address,
      })),
    },
  }));
  return `${JSON.stringify(calls, undefined, 2)}\n`;
}
