# Private access to SageMaker Studio, environment lab: conditional forwarders for Windows DNS.
#
# Final zones, all of them here:
#   api.corp.example.com - the API
# No zone is missing.
#
# Install: run this script as an administrator, once, on a DNS server that is a domain controller; Active
# Directory replicates the forwarders to all others of the forest. On a server outside Active Directory remove
# -ReplicationScope Forest, and run it on every server.
#
# Check, on a machine that people work on: each answer is a private address of the VPC.
#   Resolve-DnsName -Type A api.corp.example.com
#   SERVFAIL or no answer: the server does not reach the resolver (route, firewall, security group).
#   A public address or NXDOMAIN: the machine asks another server, or this one remembers an older answer.
#
# Undo:
#   Remove-DnsServerZone -Name 'api.corp.example.com' -Force
#   Clear-DnsServerCache -Force
#
# Where a server itself serves a parent domain of api.corp.example.com, it answers from that and
# forwards nothing, unless the parent has a delegation. Add this record on the primary (secondaries get it
# by transfer; its target is never asked), and remove it when you undo the rest:
#   api.corp.example.com. IN NS resolver.invalid.

$ErrorActionPreference = 'Stop'

# the API
if (-not (Get-DnsServerZone -Name 'api.corp.example.com' -ErrorAction SilentlyContinue)) {
    Add-DnsServerConditionalForwarderZone -Name 'api.corp.example.com' -MasterServers '10.0.1.10', '10.0.2.10' -ReplicationScope Forest
}
Set-DnsServerConditionalForwarderZone -Name 'api.corp.example.com' -MasterServers '10.0.1.10', '10.0.2.10' -UseRecursion $false -ForwarderTimeout 2

Clear-DnsServerCache -Force
