import type { ServerSyntax } from '../server-syntax';

/** Infoblox shows this text beside each zone. */
const commentMark = 'SageMaker Studio, environment ';

/**
 * The body of one request to Infoblox's WAPI that creates all forward zones: a list of calls for its `request`
 * object.
 * https://docs.infoblox.com/space/nios90/280858087/Infoblox+RESTful+API
 */
export const infoblox = {
  server: 'Infoblox NIOS, as one WAPI request',
  checkedBy: 'its documented grammar',
  files: [
    {
      name: 'infoblox.json',
      mark: `"comment": "${commentMark}`,
      install: () => [
        '1. curl --user (administrator) --header "Content-Type: application/json" \\',
        '     --data @infoblox.json "https://(grid master)/wapi/v2.12/request"',
        '2. In Grid Manager, give each new forward zone the members that serve it, then restart services.',
      ],
      undo: () => ['Undo: delete the zones there, then restart services.'],
      body: ({ environmentName, zones, forwarders }) => {
        const calls = zones.final.map(({ name, purpose }) => ({
          method: 'POST',
          object: 'zone_forward',
          data: {
            fqdn: name,
            comment: `${commentMark}${environmentName} - ${purpose}`,
            forwarders_only: true,
            // WAPI requires a name with each address; nobody can register one below `internal` (ICANN, 2024)
            forward_to: forwarders.map((address, index) => ({
              name: `inbound-resolver-${index + 1}.studio-access.internal`,
              address,
            })),
          },
        }));
        return [JSON.stringify(calls, undefined, 2).split('\n')];
      },
    },
  ],
} as const satisfies ServerSyntax;
