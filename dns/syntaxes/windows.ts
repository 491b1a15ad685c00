import type { ServerSyntax } from '../server-syntax';

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
export const windows = {
  server: 'Windows DNS, in PowerShell',
  checkedBy: 'its documented grammar',
  files: [
    {
      name: 'windows-dns.ps1',
      heading: { commentSign: '#', title: 'conditional forwarders for Windows DNS' },
      install: () => [
        'Install: run this script as an administrator, once, on a DNS server that is a domain controller; Active',
        'Directory replicates the forwarders to all others of the forest. On a server outside Active Directory remove',
        '-ReplicationScope Forest, and run it on every server.',
      ],
      test: { command: 'Resolve-DnsName -Type A' },
      undo: ({ zones }) => [
        'Undo:',
        ...zones.final.map(({ name }) => `  Remove-DnsServerZone -Name '${name}' -Force`),
        '  Clear-DnsServerCache -Force',
      ],
      body: ({ zones, forwarders }) => {
        const servers = forwarders.map((address) => `'${address}'`).join(', ');
        return [
          ["$ErrorActionPreference = 'Stop'"],
          ...zones.final.map(({ name, purpose }) => [
            `# ${purpose}`,
            `if (-not (Get-DnsServerZone -Name '${name}' -ErrorAction SilentlyContinue)) {`,
            `    Add-DnsServerConditionalForwarderZone -Name '${name}' -MasterServers ${servers} -ReplicationScope Forest`,
            '}',
            `Set-DnsServerConditionalForwarderZone -Name '${name}' -MasterServers ${servers} -UseRecursion $false -ForwarderTimeout ${forwarderTimeoutSeconds}`,
          ]),
          ['Clear-DnsServerCache -Force'],
        ];
      },
    },
  ],
} as const satisfies ServerSyntax;
