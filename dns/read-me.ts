import type { Forwarding } from './forwarding';
import { describeDelegation, describeTest, describeZones } from './heading';

/** A text for the DNS administrator: which file is for which server, and what JSON cannot say for itself. */
export function renderReadMe(forwarding: Forwarding): string {
  return [
    ...describeZones(forwarding, 'what corporate DNS servers forward'),
    '',
    `Resolver in the VPC that they forward to: ${forwarding.forwarders.join(', ')}`,
    '',
    'One of these is for your servers; each says how to install, check and undo it.',
    '  named.conf, named.conf.options   BIND 9.14 or later',
    '  unbound.conf                     Unbound',
    '  dnsmasq.conf                     dnsmasq',
    '  Corefile                         CoreDNS',
    '  windows-dns.ps1                  Windows DNS, in PowerShell',
    '  infoblox.json                    Infoblox NIOS, as one WAPI request:',
    '    1. curl --user (administrator) --header "Content-Type: application/json" \\',
    '         --data @infoblox.json "https://(grid master)/wapi/v2.12/request"',
    '    2. In Grid Manager, give each new forward zone the members that serve it, then restart services.',
    '    Undo: delete the zones there, then restart services.',
    '',
    ...describeTest(forwarding),
    ...describeDelegation(forwarding),
    '',
  ].join('\n');
}
