# Private access to SageMaker Studio, environment lab: conditional forwarders for Windows DNS.
#
# Final zones, all of them here:
#   studio.example.com - Studio
# NOT FINAL, and not here, because the name is known only after deployment:
#   (id of the API).api.example.com - the API
#   After deployment this command writes the finished files: npm run dns -- --env lab
#
# Install: run this script as an administrator, once, on a DNS server that is a domain controller; Active
# Directory replicates the forwarders to all others of the forest. On a server outside Active Directory remove
# -ReplicationScope Forest, and run it on every server.
#
# Check, on a machine that people work on: each answer is a private address of the VPC.
#   Resolve-DnsName -Type A test.studio.example.com
#   SERVFAIL or no answer: the server does not reach the resolver (route, firewall, security group).
#   A public address or NXDOMAIN: the machine asks another server, or this one remembers an older answer.
#
# Undo:
#   Remove-DnsServerZone -Name 'studio.example.com' -Force
#   Clear-DnsServerCache -Force

$ErrorActionPreference = 'Stop'

# Studio
if (-not (Get-DnsServerZone -Name 'studio.example.com' -ErrorAction SilentlyContinue)) {
    Add-DnsServerConditionalForwarderZone -Name 'studio.example.com' -MasterServers '10.0.1.10', '10.0.2.10' -ReplicationScope Forest
}
Set-DnsServerConditionalForwarderZone -Name 'studio.example.com' -MasterServers '10.0.1.10', '10.0.2.10' -UseRecursion $false -ForwarderTimeout 2

Clear-DnsServerCache -Force
