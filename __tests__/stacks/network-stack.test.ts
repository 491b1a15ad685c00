import { synthesize } from '../../test-support/synthesize';
import { resourceOf, resourcesOf } from '../../test-support/terraform-json';

const example = synthesize();

describe('the network', () => {
  const subnetId = (zone: string) => `\${aws_subnet.private["${zone}"].id}`;

  it('has no way to the internet', () => {
    const types = Object.keys(example.network.resource ?? {});
    for (const type of [
      'aws_internet_gateway',
      'aws_nat_gateway',
      'aws_egress_only_internet_gateway',
      'aws_eip',
    ]) {
      expect(types).not.toContain(type);
    }
    for (const { destination_cidr_block } of Object.values(resourcesOf(example.network, 'aws_route'))) {
      expect(destination_cidr_block).toBe('192.168.10.0/24');
    }
  });

  it('records every connection', () => {
    expect(resourceOf(example.network, 'aws_flow_log', 'flow-log')).toMatchObject({ traffic_type: 'ALL' });
    expect(resourceOf(example.network, 'aws_cloudwatch_log_group', 'flow-logs')).toMatchObject({
      retention_in_days: 365,
    });
  });

  it('has interface endpoints with private names in every zone, each with a policy', () => {
    const endpoints = Object.entries(resourcesOf(example.network, 'aws_vpc_endpoint')).filter(
      ([id]) => id !== 's3',
    );
    expect(endpoints).toHaveLength(7);
    for (const [, endpoint] of endpoints) {
      expect(endpoint).toMatchObject({
        vpc_endpoint_type: 'Interface',
        private_dns_enabled: true,
        subnet_ids: [subnetId('us-east-1a'), subnetId('us-east-1b')],
        policy: expect.any(String) as string,
      });
    }
  });

  it('takes the pinned addresses before endpoints can take them', () => {
    for (const [id, endpoint] of Object.entries(resourcesOf(example.network, 'aws_vpc_endpoint'))) {
      if (id !== 's3')
        expect(endpoint.depends_on).toEqual(['aws_route53_resolver_endpoint.inbound-resolver']);
    }
  });

  it('answers DNS at pinned addresses', () => {
    expect(resourceOf(example.network, 'aws_route53_resolver_endpoint', 'inbound-resolver')).toMatchObject({
      direction: 'INBOUND',
      ip_address: [
        { subnet_id: subnetId('us-east-1a'), ip: '10.20.0.10' },
        { subnet_id: subnetId('us-east-1b'), ip: '10.20.32.10' },
      ],
    });
  });
});
