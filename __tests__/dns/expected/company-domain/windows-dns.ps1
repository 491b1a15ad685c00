# Private access to SageMaker Studio, environment lab: conditional forwarders for Windows DNS.
#
# Final zones, all of them here:
#   api.corp.example.com - the API
# No zone is missing.
#
# Install: name every DNS server that answers people and their machines, domain controller or not, and leave out
# those that the resolver does not admit, for example domain controllers in AWS. As an administrator of them:
#   .\windows-dns.ps1 -ComputerName dns1, dns2
# Each gets the forwarders for itself; Active Directory replicates nothing. The cache of each is cleared.
# An earlier version of this file replicated the forwarders to the whole forest. This one refuses to mix the two:
# undo that first, on one domain controller.
#
# If this server itself serves a parent domain, it answers from that and forwards nothing, unless the parent has a
# delegation. Add this record on the primary (secondaries get it by transfer; its target is never asked), and
# remove it when you undo the rest:
#   api.corp.example.com. IN NS resolver.invalid.
#
# Check, on a machine that people work on: each answer is a private address of the VPC.
#   Resolve-DnsName -Type A api.corp.example.com
#   No answer, or SERVFAIL after seconds: the server does not reach the resolver (route, firewall, security group).
#   A public address or NXDOMAIN: the machine asks another server, or this one remembers an older answer.
#   An answer at the server, none at the client: clear the cache there, too: Clear-DnsClientCache
#   A domain controller elsewhere answers nothing: it has forwarders to a resolver that does not admit it.
#
# Undo, for each server (forwarders that Active Directory replicated: once):
#   Remove-DnsServerZone -ComputerName dns1 -Name 'api.corp.example.com' -Force
#   Clear-DnsServerCache -ComputerName dns1 -Force

param([Parameter(Mandatory)] [string[]] $ComputerName)
$ErrorActionPreference = 'Stop'

# looks at all servers before it changes one
foreach ($computer in $ComputerName) {
    foreach ($name in 'api.corp.example.com') {
        $zone = Get-DnsServerZone -ComputerName $computer | Where-Object ZoneName -eq $name
        if ($zone.IsDsIntegrated) {
            throw "$name on $computer is replicated by Active Directory; nothing was changed: undo that first"
        }
    }
}

foreach ($computer in $ComputerName) {
    $names = (Get-DnsServerZone -ComputerName $computer).ZoneName
    # the API
    if ($names -notcontains 'api.corp.example.com') {
        Add-DnsServerConditionalForwarderZone -ComputerName $computer -Name 'api.corp.example.com' -MasterServers '10.0.1.10', '10.0.2.10'
    }
    Set-DnsServerConditionalForwarderZone -ComputerName $computer -Name 'api.corp.example.com' -MasterServers '10.0.1.10', '10.0.2.10' -UseRecursion $false -ForwarderTimeout 2
    Clear-DnsServerCache -ComputerName $computer -Force
}
