import type { Forwarding } from './forwarding';
import { asComments, describeDelegation, describeTest, describeZones } from './heading';

/**
 * Windows waits this long for a silent address before it asks the next, in seconds. Clients give up after a few.
 * https://learn.microsoft.com/en-us/powershell/module/dnsserver/set-dnsserverconditionalforwarderzone
 */
const forwarderTimeoutSeconds = 2;

/**
 * A PowerShell script for Windows DNS servers: conditional forwarders without a way around the resolver. Running it
 * again changes nothing, or brings the forwarders up to date.
 * https://learn.microsoft.com/en-us/powershell/module/dnsserver/add-dnsserverconditionalforwarderzone
 */
export function renderWindowsScript(forwarding: Forwarding): string {
  const { zones, forwarders } = forwarding;
  const servers = forwarders.map((address) => `'${address}'`).join(', ');
  return [
    ...asComments('#', [
      ...describeZones(forwarding, 'conditional forwarders for Windows DNS'),
      '',
      'Install: run this script as an administrator, once, on a DNS server that is a domain controller; Active',
      'Directory replicates the forwarders to all others of the forest. On a server outside Active Directory remove',
      '-ReplicationScope Forest, and run it on every server.',
      '',
      ...describeTest(forwarding, 'Resolve-DnsName -Type A'),
      '',
      'Undo:',
      ...zones.final.map(({ name }) => `  Remove-DnsServerZone -Name '${name}' -Force`),
      '  Clear-DnsServerCache -Force',
      ...describeDelegation(forwarding),
    ]),
    '',
    "$ErrorActionPreference = 'Stop'",
    ...zones.final.flatMap(({ name, purpose }) => [
      '',
      `# ${purpose}`,
      `if (-not (Get-DnsServerZone -Name '${name}' -ErrorAction SilentlyContinue)) {`,
      `    Add-DnsServerConditionalForwarderZone -Name '${name}' -MasterServers ${servers} -ReplicationScope Forest`,
      '}',
      `Set-DnsServerConditionalForwarderZone -Name '${name}' -MasterServers ${servers} -UseRecursion $false -ForwarderTimeout ${forwarderTimeoutSeconds}`,
    ]),
    '',
    'Clear-DnsServerCache -Force',
    '',
  ].join('\n');
}
