import { Testing } from 'cdktf';
import type { Environment } from '../../config/load';
import type { SecurityGroup } from '../../lab/deployed/security-groups';
import { NetworkStack } from '../../stacks/network-stack';

interface IngressRule {
  readonly security_group_id: string;
  readonly ip_protocol: string;
  readonly from_port: number;
  readonly to_port: number;
  readonly cidr_ipv4: string;
}

/** The resolver's security group, from the network stack. */
export function resolverGroup(environment: Environment): SecurityGroup {
  const json = Testing.synth(new NetworkStack(Testing.app(), 'network', environment));
  const { resource } = JSON.parse(json) as {
    resource: { aws_vpc_security_group_ingress_rule: Record<string, IngressRule> };
  };
  const ingress = Object.values(resource.aws_vpc_security_group_ingress_rule)
    .filter((rule) => rule.security_group_id.includes('aws_security_group.resolver.'))
    .map(({ ip_protocol, cidr_ipv4, from_port, to_port }) => ({
      protocol: ip_protocol,
      fromPort: from_port,
      toPort: to_port,
      cidrs: [cidr_ipv4],
      groupIds: [],
      others: [],
    }));
  return { id: 'resolver', name: 'resolver', vpcId: 'vpc', ingress, egress: [] };
}
