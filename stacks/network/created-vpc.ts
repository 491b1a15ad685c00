import { TerraformResource } from 'cdktf';
import { dnsFirewallMode, dnsQueryLogDays } from '../../config/dns-protection';
import type { EnvironmentStack } from '../../constructs/environment-stack';
import { entriesAddress } from '../../constructs/protected-entries';
import { forgetResources, protectedAndUnwanted, recordAddress } from '../../constructs/protection';
import { dnsFirewallAddresses } from './dns-firewall';
import { dnsQueryLogAddresses } from './dns-query-log';
import { connectionSetting, createdRouteId } from './corporate-routes';
import { guardedZones, moveSubnets, zonesSetting } from './subnets';

/** Resources that only a created VPC has: type → id → required settings. */
const parts: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>> = {
  aws_vpc: { vpc: {} },
  aws_default_security_group: { 'default-security-group': {} },
  aws_cloudwatch_log_group: { 'flow-logs': {} },
  aws_iam_role: { 'flow-logs-role': { assume_role_policy: '{}' } },
  aws_iam_role_policy: { 'flow-logs-policy': { role: 'none', policy: '{}' } },
  aws_flow_log: { 'flow-log': { vpc_id: 'none' } },
  aws_route_table: { 'private-routes': { vpc_id: 'none' } },
  aws_subnet: { private: { vpc_id: 'none' } },
  aws_route_table_association: {
    'private-subnet-routes': { route_table_id: 'none', subnet_id: 'none' },
  },
  aws_ec2_transit_gateway_vpc_attachment: {
    'transit-gateway-attachment': { subnet_ids: ['none'], transit_gateway_id: 'none', vpc_id: 'none' },
  },
  aws_vpn_gateway_attachment: { 'vpn-gateway-attachment': { vpc_id: 'none', vpn_gateway_id: 'none' } },
};

/**
 * Keeps the VPC that this stack created earlier, now that the environment file names an existing one. A protected
 * deployment refuses to destroy it. A released one is forgotten by Terraform and stays in the account as it is.
 */
export function keepCreatedVpc(stack: EnvironmentStack): void {
  const { protectFromDestroy, release } = stack.environment;
  moveSubnets(stack);
  if (release.includes('network.vpc')) {
    forgetResources(stack, 'released-vpc', addressesToForget(stack));
  } else if (protectFromDestroy) {
    for (const [type, resources] of Object.entries(parts)) {
      for (const [id, settings] of Object.entries(resources)) addUnwanted(stack, type, id, settings);
    }
  }
}

function addUnwanted(
  stack: EnvironmentStack,
  terraformResourceType: string,
  id: string,
  settings: Readonly<Record<string, unknown>>,
): void {
  const resource = new TerraformResource(stack, id, { terraformResourceType, ...protectedAndUnwanted });
  for (const [name, value] of Object.entries(settings)) resource.addOverride(name, value);
}

/** Addresses without a block for an adopted VPC; if the file names no route tables, also routes and the S3 endpoint. */
function addressesToForget(stack: EnvironmentStack): string[] {
  const { network, corporate } = stack.environment;
  const hasTables = (network.vpc.existing?.routeTableIds ?? []).length > 0;
  const isRouted = hasTables && corporate.connection !== 'none';
  return [
    ...Object.entries(parts).flatMap(([type, resources]) =>
      Object.keys(resources).map((id) => `${type}.${id}`),
    ),
    ...(dnsFirewallMode(network) === 'off' ? dnsFirewallAddresses : []),
    ...(dnsQueryLogDays(stack.environment) === undefined ? dnsQueryLogAddresses : []),
    ...(hasTables ? [] : ['aws_vpc_endpoint.s3']),
    ...(isRouted ? [] : corporate.cidrs.map((cidr) => `aws_route.${createdRouteId(cidr)}`)),
    ...guardedZones(stack).map(recordAddress),
    entriesAddress(zonesSetting),
    entriesAddress(connectionSetting),
  ];
}
