import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import type { EnvironmentStack } from './environment-stack';

/** Where traffic comes from or goes to: exactly one of the three. */
type Peer =
  | { readonly cidrIpv4: string }
  | { readonly referencedSecurityGroupId: string }
  | { readonly prefixListId: string };

/** One permission of a security group. */
export type Rule = Peer & {
  /** Unique within the group; part of the Terraform address. */
  readonly id: string;
  readonly description: string;
  readonly protocol: 'tcp' | 'udp';
  readonly fromPort: number;
  readonly toPort: number;
};

interface SecurityGroupProps {
  readonly vpcId: string;
  readonly description: string;
  readonly ingress: readonly Rule[];
  readonly egress: readonly Rule[];
}

/** A security group that admits exactly the rules given: Terraform removes AWS's default "all egress". */
export function addSecurityGroup(
  stack: EnvironmentStack,
  id: string,
  { vpcId, description, ingress, egress }: SecurityGroupProps,
): SecurityGroup {
  const group = new SecurityGroup(stack, id, {
    name: stack.physicalName(id),
    description,
    vpcId,
    tags: { Name: stack.physicalName(id) },
  });
  for (const { id: rule, protocol, ...permission } of ingress) {
    new VpcSecurityGroupIngressRule(stack, `${id}-from-${rule}`, {
      securityGroupId: group.id,
      ipProtocol: protocol,
      ...permission,
    });
  }
  for (const { id: rule, protocol, ...permission } of egress) {
    new VpcSecurityGroupEgressRule(stack, `${id}-to-${rule}`, {
      securityGroupId: group.id,
      ipProtocol: protocol,
      ...permission,
    });
  }
  return group;
}

/** Rules with the same ports for each of several networks. */
export function rulesFor(
  name: string,
  cidrs: readonly string[],
  ports: Pick<Rule, 'description' | 'protocol' | 'fromPort' | 'toPort'>,
): Rule[] {
  return cidrs.map((cidrIpv4) => ({
    id: `${name}-${cidrIpv4.replaceAll(/[./]/g, '-')}`,
    cidrIpv4,
    ...ports,
  }));
}
