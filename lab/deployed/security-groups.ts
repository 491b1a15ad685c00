import { childText, find, requiredText, type XmlElement } from '../shared/xml-tree';

/** A rule for incoming or outgoing traffic. */
export interface Rule {
  /** `tcp`, `udp`, another protocol's number, or `-1` for everything. */
  readonly protocol: string;
  readonly fromPort?: number;
  readonly toPort?: number;
  readonly cidrs: readonly string[];
  /** Security groups at the other end. */
  readonly groupIds: readonly string[];
  /** Other ends that the lab does not emulate: prefix lists and IPv6 networks. */
  readonly others: readonly string[];
}

/** A security group with its rules. */
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
      const id = requiredText(item, 'groupId');
      const rules = (set: string) => (find(item, set)?.children ?? []).map(ruleOf);
      const [name, vpcId] = [requiredText(item, 'groupName'), requiredText(item, 'vpcId')];
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
