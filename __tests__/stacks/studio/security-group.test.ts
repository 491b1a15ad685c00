import { synthesize } from '../../../test-support/synthesize';
import { resourcesOf } from '../../../test-support/terraform-json';

test("apps reach those of the same user, and the VPC's endpoints and home file system, and S3, and nothing else", () => {
  const { studio } = synthesize();
  const rules = (direction: string) =>
    Object.entries(resourcesOf(studio, `aws_vpc_security_group_${direction}_rule`)).map(([id, rule]) => [
      id,
      rule.ip_protocol,
      rule.from_port,
      rule.to_port,
      String(rule.cidr_ipv4 ?? rule.prefix_list_id ?? rule.referenced_security_group_id),
    ]);
  const group = '${local.own-apps-id[each.key]}';
  expect(rules('ingress')).toEqual([['own-apps-from-apps', 'tcp', 8192, 65535, group]]);
  expect(rules('egress').toSorted()).toEqual([
    ['own-apps-to-apps', 'tcp', 8192, 65535, group],
    ['studio-apps-to-endpoints', 'tcp', 443, 443, '10.20.0.0/16'],
    ['studio-apps-to-home-file-system', 'tcp', 2049, 2049, '10.20.0.0/16'],
    ['studio-apps-to-s3', 'tcp', 443, 443, '${data.aws_prefix_list.s3.id}'],
  ]);
});
