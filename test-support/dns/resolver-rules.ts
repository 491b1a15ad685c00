import { Testing } from 'cdktf';
import type { Environment } from '../../config/load';
import { NetworkStack } from '../../stacks/network-stack';

interface ResolverRule {
  readonly protocol: string;
  readonly cidr: string;
  readonly port: number;
}

interface IngressRule {
  readonly security_group_id: string;
  readonly ip_protocol: string;
  readonly from_port: number;
  readonly cidr_ipv4: string;
}

/** The rules of the resolver's security group, as the network stack has them. */
export function resolverRules(environment: Environment): ResolverRule[] {
  const json = Testing.synth(new NetworkStack(Testing.app(), 'network', environment));
  const { resource } = JSON.parse(json) as {
    resource: { aws_vpc_security_group_ingress_rule: Record<string, IngressRule> };
  };
  return Object.values(resource.aws_vpc_security_group_ingress_rule)
    .filter((rule) => rule.security_group_id.includes('aws_security_group.resolver.'))
    .map(({ ip_protocol, cidr_ipv4, from_port }) => ({
      protocol: ip_protocol,
      cidr: cidr_ipv4,
      port: from_port,
    }));
}
