import { synthesize } from '../../../test-support/synthesize';
import { resourcesOf } from '../../../test-support/terraform-json';

describe('interface endpoints', () => {
  const example = synthesize();
  const subnetId = (zone: string) => `\${aws_subnet.private["${zone}"].id}`;

  it('lie in every zone, each with a policy; all but the one of execute-api have private DNS', () => {
    const endpoints = Object.entries(resourcesOf(example.network, 'aws_vpc_endpoint')).filter(
      ([id]) => id !== 's3',
    );
    expect(endpoints).toHaveLength(7);
    for (const [id, endpoint] of endpoints) {
      expect(endpoint).toMatchObject({
        vpc_endpoint_type: 'Interface',
        private_dns_enabled: id !== 'execute-api',
        subnet_ids: [subnetId('us-east-1a'), subnetId('us-east-1b')],
        policy: expect.any(String) as string,
      });
    }
  });

  it('are made after the resolver, whose pinned addresses they could take', () => {
    for (const [id, endpoint] of Object.entries(resourcesOf(example.network, 'aws_vpc_endpoint'))) {
      if (id !== 's3')
        expect(endpoint.depends_on).toContain('aws_route53_resolver_endpoint.inbound-resolver');
    }
  });
});
