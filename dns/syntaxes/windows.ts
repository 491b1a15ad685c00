import { describeDelegation } from '../delegation';
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
 *
 * Each server keeps the forwarders for itself. In Active Directory they would reach all domain controllers, also some that
 * the resolver does not admit, in AWS for example, where the names work without them.
 */
export const windows = {
  server: 'Windows DNS, in PowerShell',
  checkedBy: 'its documented grammar',
  files: [
    {
      name: 'windows-dns.ps1',
      heading: { commentSign: '#', title: 'conditional forwarders for Windows DNS' },
      install: () => [
        'Install: name every DNS server that answers people and their machines, domain controller or not, and leave out',
        'those that the resolver does not admit, for example domain controllers in AWS. As an administrator of them:',
        '  .\\windows-dns.ps1 -ComputerName dns1, dns2',
        'Each gets the forwarders for itself; Active Directory replicates nothing. The cache of each is cleared.',
        'An earlier version of this file replicated the forwarders to the whole forest. This one refuses to mix the two:',
        'undo that first, on one domain controller.',
      ],
      test: {
        command: 'Resolve-DnsName -Type A',
        findings: [
          'An answer at the server, none at the client: clear the cache there, too: Clear-DnsClientCache',
          'A domain controller elsewhere answers nothing: it has forwarders to a resolver that does not admit it.',
        ],
      },
      ownParent: describeDelegation,
      undo: ({ zones }) => [
        'Undo, for each server (forwarders that Active Directory replicated: once):',
        ...zones.final.map(({ name }) => `  Remove-DnsServerZone -ComputerName dns1 -Name '${name}' -Force`),
        '  Clear-DnsServerCache -ComputerName dns1 -Force',
      ],
      body: ({ zones, forwarders }) => {
        const servers = forwarders.map((address) => `'${address}'`).join(', ');
        return [
          ['param([Parameter(Mandatory)] [string[]] $ComputerName)', "$ErrorActionPreference = 'Stop'"],
          [
            '# looks at all servers before it changes one',
            'foreach ($computer in $ComputerName) {',
            `    foreach ($name in ${zones.final.map(({ name }) => `'${name}'`).join(', ')}) {`,
            '        $zone = Get-DnsServerZone -ComputerName $computer | Where-Object ZoneName -eq $name',
            '        if ($zone.IsDsIntegrated) {',
            '            throw "$name on $computer is replicated by Active Directory; nothing was changed: undo that first"',
            '        }',
            '    }',
            '}',
          ],
          [
            'foreach ($computer in $ComputerName) {',
            '    $names = (Get-DnsServerZone -ComputerName $computer).ZoneName',
            ...zones.final.flatMap(({ name, purpose }) => [
              `    # ${purpose}`,
              `    if ($names -notcontains '${name}') {`,
              `        Add-DnsServerConditionalForwarderZone -ComputerName $computer -Name '${name}' -MasterServers ${servers}`,
              '    }',
              `    Set-DnsServerConditionalForwarderZone -ComputerName $computer -Name '${name}' -MasterServers ${servers} -UseRecursion $false -ForwarderTimeout ${forwarderTimeoutSeconds}`,
            ]),
            '    Clear-DnsServerCache -ComputerName $computer -Force',
            '}',
          ],
        ];
      },
    },
  ],
} as const satisfies ServerSyntax;
