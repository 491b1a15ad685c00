import type { Forwarding } from './forwarding';
import { asComments, describeDelegation, describeTest, describeZones } from './heading';

/**
 * Configuration for dnsmasq: the servers of each zone, which replace the general ones for it, and an exemption from
 * rebinding protection.
 * https://thekelleys.org.uk/dnsmasq/docs/dnsmasq-man.html
 */
export function renderDnsmasq(forwarding: Forwarding): string {
  const { zones, forwarders } = forwarding;
  return [
    ...asComments('#', [
      ...describeZones(forwarding, 'servers for dnsmasq'),
      '',
      'Install, on every server that answers people and their machines:',
      '  1. Put this file into /etc/dnsmasq.d, as studio-access.conf.',
      '  2. Check and apply: dnsmasq --test && systemctl restart dnsmasq',
      '  When a resolver address falls silent, dnsmasq turns to the other within 50 queries or 20 seconds; until then',
      '  queries fail. A line all-servers avoids that: each query, for other names too, then goes to all its servers.',
      '',
      ...describeTest(forwarding),
      '',
      'Undo: remove the file, then step 2.',
      ...describeDelegation(forwarding),
    ]),
    ...zones.final.flatMap(({ name, purpose }) => [
      '',
      `# ${purpose}`,
      ...forwarders.map((address) => `server=/${name}/${address}`),
      `rebind-domain-ok=/${name}/`,
    ]),
    '',
  ].join('\n');
}
