# Private access to SageMaker Studio, environment example: conditional forwarders for Windows DNS.
#
# Final zones, all of them here:
#   a1b2c3d4e5.execute-api.us-east-1.amazonaws.com - the API that hands out Studio URLs
#   studio.us-east-1.sagemaker.aws - SageMaker Studio and its apps
#   api.sagemaker.us-east-1.amazonaws.com - the SageMaker API, which Studio calls from the browser
# No zone is missing.
#
# Install: name every DNS server that answers people and their machines, domain controller or not, and leave out
# those that the resolver does not admit, for example domain controllers in AWS. As an administrator of them:
#   .\windows-dns.ps1 -ComputerName dns1, dns2
# Each gets the forwarders for itself; Active Directory replicates nothing. The cache of each is cleared.
# An earlier version of this file replicated the forwarders to the whole forest. This one refuses to mix the two:
# undo that first, on one domain controller.
#
# Check, on a machine that people work on: each answer is a private address of the VPC.
#   Resolve-DnsName -Type A a1b2c3d4e5.execute-api.us-east-1.amazonaws.com
#   Resolve-DnsName -Type A test.studio.us-east-1.sagemaker.aws
#   Resolve-DnsName -Type A api.sagemaker.us-east-1.amazonaws.com
#   No answer, or SERVFAIL after seconds: the server does not reach the resolver (route, firewall, security group).
#   A public address or NXDOMAIN: the machine asks another server, or this one remembers an older answer.
#   An answer at the server, none at the client: clear the cache there, too: Clear-DnsClientCache
#   A domain controller elsewhere answers nothing: it has forwarders to a resolver that does not admit it.
#
# Undo, for each server (forwarders that Active Directory replicated: once):
#   Remove-DnsServerZone -ComputerName dns1 -Name 'a1b2c3d4e5.execute-api.us-east-1.amazonaws.com' -Force
#   Remove-DnsServerZone -ComputerName dns1 -Name 'studio.us-east-1.sagemaker.aws' -Force
#   Remove-DnsServerZone -ComputerName dns1 -Name 'api.sagemaker.us-east-1.amazonaws.com' -Force
#   Clear-DnsServerCache -ComputerName dns1 -Force

param([Parameter(Mandatory)] [string[]] $ComputerName)
$ErrorActionPreference = 'Stop'

# looks at all servers before it changes one
foreach ($computer in $ComputerName) {
    foreach ($name in 'a1b2c3d4e5.execute-api.us-east-1.amazonaws.com', 'studio.us-east-1.sagemaker.aws', 'api.sagemaker.us-east-1.amazonaws.com') {
        $zone = Get-DnsServerZone -ComputerName $computer | Where-Object ZoneName -eq $name
        if ($zone.IsDsIntegrated) {
            throw "$name on $computer is replicated by Active Directory; nothing was changed: undo that first"
        }
    }
}

foreach ($computer in $ComputerName) {
    $names = (Get-DnsServerZone -ComputerName $computer).ZoneName
    # the API that hands out Studio URLs
    if ($names -notcontains 'a1b2c3d4e5.execute-api.us-east-1.amazonaws.com') {
        Add-DnsServerConditionalForwarderZone -ComputerName $computer -Name 'a1b2c3d4e5.execute-api.us-east-1.amazonaws.com' -MasterServers '10.20.0.10', '10.20.32.10'
    }
    Set-DnsServerConditionalForwarderZone -ComputerName $computer -Name 'a1b2c3d4e5.execute-api.us-east-1.amazonaws.com' -MasterServers '10.20.0.10', '10.20.32.10' -UseRecursion $false -ForwarderTimeout 2
    # SageMaker Studio and its apps
    if ($names -notcontains 'studio.us-east-1.sagemaker.aws') {
        Add-DnsServerConditionalForwarderZone -ComputerName $computer -Name 'studio.us-east-1.sagemaker.aws' -MasterServers '10.20.0.10', '10.20.32.10'
    }
    Set-DnsServerConditionalForwarderZone -ComputerName $computer -Name 'studio.us-east-1.sagemaker.aws' -MasterServers '10.20.0.10', '10.20.32.10' -UseRecursion $false -ForwarderTimeout 2
    # the SageMaker API, which Studio calls from the browser
    if ($names -notcontains 'api.sagemaker.us-east-1.amazonaws.com') {
        Add-DnsServerConditionalForwarderZone -ComputerName $computer -Name 'api.sagemaker.us-east-1.amazonaws.com' -MasterServers '10.20.0.10', '10.20.32.10'
    }
    Set-DnsServerConditionalForwarderZone -ComputerName $computer -Name 'api.sagemaker.us-east-1.amazonaws.com' -MasterServers '10.20.0.10', '10.20.32.10' -UseRecursion $false -ForwarderTimeout 2
    Clear-DnsServerCache -ComputerName $computer -Force
}
