import { childText, find, type XmlElement } from '../shared/xml-tree';

/** What a rule admits or lets out. */
export interface Rule {
  /** `tcp`, `udp`, another protocol's number, or `-1` for everything. */
  readonly protocol: string;
  readonly fromPort?: number;
  readonly toPort?: number;
  readonly cidrs: readonly string[];
  /** Groups whose members are meant. */
  readonly groupIds: readonly string[];
  /** What else is meant, and does not exist in the lab: prefix lists and IPv6 networks. */
  readonly others: readonly string[];
}

/** A security group's rules. */
export interface SecurityGroup {
  readonly id: string;
  readonly name: string;
  readonly vpcId: string;
  readonly ingress: readonly Rule[];
  readonly egress: readonly Rule[];
}

/** Security groups by id, from the items of `DescribeSecurityGroups`. */
export function securityGroupsOf(items: readonly XmlElement[]): Map<string, SecurityGroup> {
  return new Map(
    items.map((item) => {
      const id = childText(item, 'groupId') ?? '';
      const rules = (set: string) => (find(item, set)?.children ?? []).map(ruleOf);
      const [name, vpcId] = [childText(item, 'groupName') ?? '', childText(item, 'vpcId') ?? ''];
      return [id, { id, name, vpcId, ingress: rules('ipPermissions'), egress: rules('ipPermissionsEgress') }];
    }),
  );
}

function ruleOf(item: XmlElement): Rule {
  const port = (field: string) => {
    const value = childText(item, field);
    return value === undefined ? undefined : Number(value);
  };
  const list = (set: string, field: string) =>
    (find(item, set)?.children ?? []).flatMap((child) => childText(child, field) ?? []);
  const [fromPort, toPort] = [port('fromPort'), port('toPort')];
  return {
    protocol: childText(item, 'ipProtocol') ?? '-1',
    ...(fromPort !== undefined && { fromPort }),
    ...(toPort !== undefined && { toPort }),
    cidrs: list('ipRanges', 'cidrIp'),
    groupIds: list('groups', 'groupId'),
    others: [...list('prefixListIds', 'prefixListId'), ...list('ipv6Ranges', 'cidrIpv6')],
  };
}
