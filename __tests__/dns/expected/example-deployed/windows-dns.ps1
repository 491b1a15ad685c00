# Private access to SageMaker Studio, environment example: conditional forwarders for Windows DNS.
#
# Final zones, all of them here:
#   a1b2c3d4e5.execute-api.us-east-1.amazonaws.com - the API that hands out Studio URLs
#   studio.us-east-1.sagemaker.aws - SageMaker Studio and its apps
#   api.sagemaker.us-east-1.amazonaws.com - the SageMaker API, which Studio calls from the browser
# No zone is missing.
#
# Install: run this script as an administrator, once, on a DNS server that is a domain controller; Active
# Directory replicates the forwarders to all others of the forest. On a server outside Active Directory remove
# -ReplicationScope Forest, and run it on every server.
#
# Check, on a machine that people work on: each answer is a private address of the VPC.
#   Resolve-DnsName -Type A a1b2c3d4e5.execute-api.us-east-1.amazonaws.com
#   Resolve-DnsName -Type A test.studio.us-east-1.sagemaker.aws
#   Resolve-DnsName -Type A api.sagemaker.us-east-1.amazonaws.com
#   SERVFAIL or no answer: the server does not reach the resolver (route, firewall, security group).
#   A public address or NXDOMAIN: the machine asks another server, or this one remembers an older answer.
#
# Undo:
#   Remove-DnsServerZone -Name 'a1b2c3d4e5.execute-api.us-east-1.amazonaws.com' -Force
#   Remove-DnsServerZone -Name 'studio.us-east-1.sagemaker.aws' -Force
#   Remove-DnsServerZone -Name 'api.sagemaker.us-east-1.amazonaws.com' -Force
#   Clear-DnsServerCache -Force

$ErrorActionPreference = 'Stop'

# the API that hands out Studio URLs
if (-not (Get-DnsServerZone -Name 'a1b2c3d4e5.execute-api.us-east-1.amazonaws.com' -ErrorAction SilentlyContinue)) {
    Add-DnsServerConditionalForwarderZone -Name 'a1b2c3d4e5.execute-api.us-east-1.amazonaws.com' -MasterServers '10.20.0.10', '10.20.32.10' -ReplicationScope Forest
}
Set-DnsServerConditionalForwarderZone -Name 'a1b2c3d4e5.execute-api.us-east-1.amazonaws.com' -MasterServers '10.20.0.10', '10.20.32.10' -UseRecursion $false -ForwarderTimeout 2

# SageMaker Studio and its apps
if (-not (Get-DnsServerZone -Name 'studio.us-east-1.sagemaker.aws' -ErrorAction SilentlyContinue)) {
    Add-DnsServerConditionalForwarderZone -Name 'studio.us-east-1.sagemaker.aws' -MasterServers '10.20.0.10', '10.20.32.10' -ReplicationScope Forest
}
Set-DnsServerConditionalForwarderZone -Name 'studio.us-east-1.sagemaker.aws' -MasterServers '10.20.0.10', '10.20.32.10' -UseRecursion $false -ForwarderTimeout 2

# the SageMaker API, which Studio calls from the browser
if (-not (Get-DnsServerZone -Name 'api.sagemaker.us-east-1.amazonaws.com' -ErrorAction SilentlyContinue)) {
    Add-DnsServerConditionalForwarderZone -Name 'api.sagemaker.us-east-1.amazonaws.com' -MasterServers '10.20.0.10', '10.20.32.10' -ReplicationScope Forest
}
Set-DnsServerConditionalForwarderZone -Name 'api.sagemaker.us-east-1.amazonaws.com' -MasterServers '10.20.0.10', '10.20.32.10' -UseRecursion $false -ForwarderTimeout 2

Clear-DnsServerCache -Force
