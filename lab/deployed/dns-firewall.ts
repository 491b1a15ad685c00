import { json, type Target } from '../shared/aws-client';
import { withoutDot } from '../shared/dns-name';
import { objects, strings, text, type JsonObject } from '../shared/json';

/** A rule of DNS Firewall, with the names of its list. */
export interface FirewallRule {
  /** In lower case, without the dot at the end; `*.` in front stands for all names below, `*` for all names. */
  readonly names: readonly string[];
  readonly action: 'ALLOW' | 'ALERT' | 'BLOCK';
  /** What is answered to a name that is blocked. */
  readonly blockResponse: string | undefined;
}

/** The rules of all groups that are associated with one of these VPCs, in the order in which they are tried. */
export async function readFirewall(target: Target, vpcIds: readonly string[]): Promise<FirewallRule[]> {
  const list = async (operation: string, field: string, request: JsonObject) =>
    objects(await json(target, 'route53resolver', `Route53Resolver.List${operation}`, request), field);
  const associations = await list('FirewallRuleGroupAssociations', 'FirewallRuleGroupAssociations', {});
  const rules: FirewallRule[] = [];
  for (const { VpcId, FirewallRuleGroupId } of byPriority(associations)) {
    if (!vpcIds.includes(String(VpcId))) continue;
    for (const rule of byPriority(await list('FirewallRules', 'FirewallRules', { FirewallRuleGroupId }))) {
      const { FirewallDomainListId } = rule;
      const domains = await json(target, 'route53resolver', 'Route53Resolver.ListFirewallDomains', {
        FirewallDomainListId,
      });
      rules.push({
        names: strings(domains, 'Domains').map(withoutDot),
        action: rule.Action as FirewallRule['action'],
        blockResponse: text(rule, 'BlockResponse'),
      });
    }
  }
  return rules;
}

function byPriority(items: readonly JsonObject[]): JsonObject[] {
  return [...items].sort((a, b) => Number(a.Priority) - Number(b.Priority));
}
