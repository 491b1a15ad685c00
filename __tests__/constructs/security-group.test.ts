import { synthesize } from '../../test-support/synthesize';
import { resourceOf, resourcesOf, type StackJson } from '../../test-support/terraform-json';

const example = synthesize();

/** Every rule of a stack's security groups: `<group> <direction> <protocol> <ports> <peer>`. */
function securityGroupRules(stack: StackJson): string[] {
  return (['ingress', 'egress'] as const)
    .flatMap((direction) =>
      Object.values(resourcesOf(stack, `aws_vpc_security_group_${direction}_rule`)).map((rule) => {
        const [, ...names] =
          /\$\{(?:aws_security_group\.([a-z-]+)\.id|local\.([a-z-]+)-id\[each\.key\])\}/.exec(
            String(rule.security_group_id),
          ) ?? [];
        const group = names.join('') || '?';
        const peer = rule.cidr_ipv4 ?? rule.referenced_security_group_id ?? rule.prefix_list_id;
        return [
          group,
          direction,
          rule.ip_protocol,
          `${String(rule.from_port)}-${String(rule.to_port)}`,
          peer,
        ].join(' ');
      }),
    )
    .sort();
}

describe('security groups have these rules and no others', () => {
  it('in the network', () => {
    expect(securityGroupRules(example.network)).toEqual([
      'corporate-endpoints ingress tcp 443-443 10.20.0.0/16',
      'corporate-endpoints ingress tcp 443-443 192.168.10.0/24',
      'notebook-endpoints ingress tcp 443-443 10.20.0.0/16',
      'resolver ingress tcp 53-53 192.168.10.0/24',
      'resolver ingress udp 53-53 192.168.10.0/24',
    ]);
  });

  it('around the function: only to the endpoints', () => {
    expect(securityGroupRules(example['private-api'])).toEqual([
      expect.stringMatching(
        /^presigned-url-function egress tcp 443-443 \$\{data\.terraform_remote_state\.[^}]*aws_security_groupcorporate-endpointsid\}$/,
      ),
    ]);
  });

  it("around Studio: to the same user's apps, endpoints, S3 and the home file system", () => {
    expect(securityGroupRules(example.studio)).toEqual([
      'own-apps egress tcp 8192-65535 ${local.own-apps-id[each.key]}',
      'own-apps ingress tcp 8192-65535 ${local.own-apps-id[each.key]}',
      'studio-apps egress tcp 2049-2049 10.20.0.0/16',
      'studio-apps egress tcp 443-443 ${data.aws_prefix_list.s3.id}',
      'studio-apps egress tcp 443-443 10.20.0.0/16',
    ]);
  });

  it('with no rules written into a group itself, and none in the default group', () => {
    for (const stack of Object.values(example)) {
      for (const group of Object.values(resourcesOf(stack, 'aws_security_group'))) {
        expect(group).not.toHaveProperty('ingress');
        expect(group).not.toHaveProperty('egress');
      }
    }
    expect(
      Object.keys(resourceOf(example.network, 'aws_default_security_group', 'default-security-group')),
    ).toEqual(['depends_on', 'vpc_id']);
  });
});
