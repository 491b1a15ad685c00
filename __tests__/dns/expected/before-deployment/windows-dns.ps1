# Private access to SageMaker Studio, environment lab: conditional forwarders for Windows DNS.
#
# Final zones, all of them here:
#   studio.example.com - Studio
# NOT FINAL, and not here, because the name is known only after deployment:
#   (id of the API).api.example.com - the API
#   After deployment this command writes the finished files: npm run dns -- --env lab
#
# Install: name every DNS server that answers people and their machines, domain controller or not, and leave out
# those that the resolver does not admit, for example domain controllers in AWS. As an administrator of them:
#   .\windows-dns.ps1 -ComputerName dns1, dns2
# Each gets the forwarders for itself; Active Directory replicates nothing. The cache of each is cleared.
# An earlier version of this file replicated the forwarders to the whole forest. This one refuses to mix the two:
# undo that first, on one domain controller.
#
# Check, on a machine that people work on: each answer is a private address of the VPC.
#   Resolve-DnsName -Type A test.studio.example.com
#   No answer, or SERVFAIL after seconds: the server does not reach the resolver (route, firewall, security group).
#   A public address or NXDOMAIN: the machine asks another server, or this one remembers an older answer.
#   An answer at the server, none at the client: clear the cache there, too: Clear-DnsClientCache
#   A domain controller elsewhere answers nothing: it has forwarders to a resolver that does not admit it.
#
# Undo, for each server (forwarders that Active Directory replicated: once):
#   Remove-DnsServerZone -ComputerName dns1 -Name 'studio.example.com' -Force
#   Clear-DnsServerCache -ComputerName dns1 -Force

param([Parameter(Mandatory)] [string[]] $ComputerName)
$ErrorActionPreference = 'Stop'

# looks at all servers before it changes one
foreach ($computer in $ComputerName) {
    foreach ($name in 'studio.example.com') {
        $zone = Get-DnsServerZone -ComputerName $computer | Where-Object ZoneName -eq $name
        if ($zone.IsDsIntegrated) {
            throw "$name on $computer is replicated by Active Directory; nothing was changed: undo that first"
        }
    }
}

foreach ($computer in $ComputerName) {
    $names = (Get-DnsServerZone -ComputerName $computer).ZoneName
    # Studio
    if ($names -notcontains 'studio.example.com') {
        Add-DnsServerConditionalForwarderZone -ComputerName $computer -Name 'studio.example.com' -MasterServers '10.0.1.10', '10.0.2.10'
    }
    Set-DnsServerConditionalForwarderZone -ComputerName $computer -Name 'studio.example.com' -MasterServers '10.0.1.10', '10.0.2.10' -UseRecursion $false -ForwarderTimeout 2
    Clear-DnsServerCache -ComputerName $computer -Force
}
