import type { Forwarding } from './forwarding';
import { asComments, describeDelegation, describeTest, describeZones } from './heading';

/**
 * Configuration for Unbound: forward zones without a way around the resolver (`forward-first: no`), names exempt
 * from DNSSEC validation (`domain-insecure`) and from rebinding protection (`private-domain`).
 * https://unbound.docs.nlnetlabs.nl/en/latest/manpages/unbound.conf.html
 */
export function renderUnbound(forwarding: Forwarding): string {
  const { zones, forwarders } = forwarding;
  return [
    ...asComments('#', [
      ...describeZones(forwarding, 'forward zones for Unbound'),
      '',
      'Install, on every server that answers people and their machines:',
      '  1. Put this file into /etc/unbound/unbound.conf.d, as studio-access.conf.',
      '  2. Check and apply: unbound-checkconf && unbound-control reload',
      '',
      ...describeTest(forwarding),
      '',
      'Undo: remove the file, then step 2.',
      ...describeDelegation(forwarding),
    ]),
    '',
    'server:',
    ...zones.final.flatMap(({ name }) => [
      `    domain-insecure: "${name}."`,
      `    private-domain: "${name}."`,
    ]),
    ...zones.final.flatMap(({ name, purpose }) => [
      '',
      `# ${purpose}`,
      'forward-zone:',
      `    name: "${name}."`,
      '    forward-first: no',
      ...forwarders.map((address) => `    forward-addr: ${address}`),
    ]),
    '',
  ].join('\n');
}
