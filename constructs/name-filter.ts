import { Route53ResolverFirewallDomainList } from '@cdktf/provider-aws/lib/route53-resolver-firewall-domain-list';
import { Route53ResolverFirewallRule } from '@cdktf/provider-aws/lib/route53-resolver-firewall-rule';
import { Route53ResolverFirewallRuleGroup } from '@cdktf/provider-aws/lib/route53-resolver-firewall-rule-group';
import { Route53ResolverFirewallRuleGroupAssociation } from '@cdktf/provider-aws/lib/route53-resolver-firewall-rule-group-association';
import type { EnvironmentStack } from './environment-stack';

/** What the DNS Firewall does with the names of one list. */
interface NameRule {
  /** Part of the ids of the rule and of its list. */
  readonly id: string;
  /** Lower-case names; `*.` in front stands for all names below, without the name itself; `*` for every name. */
  readonly names: readonly string[];
  readonly action: 'ALLOW' | 'ALERT' | 'BLOCK';
}

interface NameFilterProps {
  readonly vpcId: string;
  /** Part of the names in the account: they have up to 64 characters. */
  readonly name: string;
  /** Place among the VPC's rule groups, from 100 to 9900; the lowest comes first, and no two are equal. */
  readonly priority: number;
  /** The first rule that has the name decides. */
  readonly rules: readonly NameRule[];
}

const groupId = 'dns-firewall';

/**
 * A group of DNS Firewall rules, associated with a VPC. The group takes effect when it is complete: with the rule that
 * blocks alone, nothing would be found for a while.
 *
 * Only the name that is asked for decides, not those that its answer leads to (CNAME): the names of S3 and names that
 * operators add lead to others, which change. Nobody but their owners decides where they lead.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-dns-firewall-rule-settings.html
 */
export function addNameFilter(stack: EnvironmentStack, props: NameFilterProps): void {
  const { vpcId, name, priority, rules } = props;
  const group = new Route53ResolverFirewallRuleGroup(stack, groupId, { name: stack.physicalName(name) });
  const added: Route53ResolverFirewallRule[] = [];
  for (const { id, names, action } of rules) {
    const list = new Route53ResolverFirewallDomainList(stack, listId(id), {
      name: stack.physicalName(`${name}-${id}`),
      // AWS gives names back with a dot at the end; without it, every plan would show a change:
      // https://github.com/hashicorp/terraform-provider-aws/issues/23543
      domains: names.map((name) => `${name}.`),
    });
    added.push(
      new Route53ResolverFirewallRule(stack, ruleId(id), {
        name: id,
        firewallRuleGroupId: group.id,
        firewallDomainListId: list.id,
        priority: 100 * (added.length + 1),
        action,
        ...(action === 'BLOCK' && { blockResponse: 'NXDOMAIN' }),
        firewallDomainRedirectionAction: 'TRUST_REDIRECTION_DOMAIN',
        // a rule that admits is there before the one that blocks, and longer
        dependsOn: added.slice(-1),
      }),
    );
  }
  new Route53ResolverFirewallRuleGroupAssociation(stack, associationId, {
    name: stack.physicalName(name),
    firewallRuleGroupId: group.id,
    priority,
    vpcId,
    dependsOn: [...added],
  });
}

const associationId = `${groupId}-association`;
const listId = (rule: string) => `${groupId}-${rule}`;
const ruleId = (rule: string) => `${groupId}-${rule}-rule`;

/** Terraform's addresses of a group with these rules. */
export function nameFilterAddresses(rules: readonly NameRule['id'][]): string[] {
  return [
    `aws_route53_resolver_firewall_rule_group.${groupId}`,
    `aws_route53_resolver_firewall_rule_group_association.${associationId}`,
    ...rules.flatMap((rule) => [
      `aws_route53_resolver_firewall_domain_list.${listId(rule)}`,
      `aws_route53_resolver_firewall_rule.${ruleId(rule)}`,
    ]),
  ];
}
