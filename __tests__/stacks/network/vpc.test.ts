import { synthesizeVariant } from '../../../test-support/synthesize';
import { resourceOf, resourcesOf } from '../../../test-support/terraform-json';

describe('an adopted VPC', () => {
  const { network } = synthesizeVariant('adopted VPC');

  it('is not created, attached or logged; blocks without instances keep a created one from being destroyed', () => {
    for (const type of [
      'aws_vpc',
      'aws_subnet',
      'aws_route_table',
      'aws_route_table_association',
      'aws_ec2_transit_gateway_vpc_attachment',
      'aws_vpn_gateway_attachment',
      'aws_flow_log',
    ]) {
      expect([type, Object.values(resourcesOf(network, type))]).toMatchObject([
        type,
        [{ count: 0, lifecycle: { prevent_destroy: true } }],
      ]);
    }
  });

  it('that was created here before is forgotten, and not destroyed, once it is released', () => {
    const released = synthesizeVariant('adopted VPC that was created here').network;
    expect(Object.keys(released.resource ?? {})).not.toContain('aws_vpc');
    const forgotten = released.removed?.map(({ from }) => from);
    expect(forgotten).toEqual(
      expect.arrayContaining(['aws_vpc.vpc', 'aws_subnet.private', 'aws_flow_log.flow-log']),
    );
    expect(forgotten).not.toContain('aws_vpc_endpoint.s3');
    expect(released.removed?.every(({ lifecycle }) => !lifecycle.destroy)).toBe(true);
  });

  it('gets endpoints in its subnets, and routes in the tables that are named', () => {
    expect(resourceOf(network, 'aws_vpc_endpoint', 'studio')).toMatchObject({
      vpc_id: 'vpc-0123456789abcdef0',
      subnet_ids: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
    });
    expect(resourceOf(network, 'aws_vpc_endpoint', 's3')).toMatchObject({
      route_table_ids: ['rtb-0123456789abcdef0'],
    });
    expect(Object.values(resourcesOf(network, 'aws_route'))).toMatchObject([
      { route_table_id: 'rtb-0123456789abcdef0', destination_cidr_block: '192.168.10.0/24' },
    ]);
  });

  it('that is routed already gets no routes and no S3 endpoint', () => {
    const routed = synthesizeVariant('adopted VPC that is routed already').network;
    expect(resourcesOf(routed, 'aws_route')).toEqual({});
    expect(resourcesOf(routed, 'aws_vpc_endpoint')).not.toHaveProperty('s3');
  });
});

it('three zones have three subnets, endpoints in each and a resolver address in each', () => {
  const { network } = synthesizeVariant('three zones');
  expect(resourceOf(network, 'aws_subnet', 'private').for_each).toEqual({
    'us-east-1a': '10.20.0.0/23',
    'us-east-1b': '10.20.2.0/23',
    'us-east-1c': '10.20.4.0/23',
  });
  expect(resourceOf(network, 'aws_vpc_endpoint', 'execute-api').subnet_ids).toHaveLength(3);
  expect(resourceOf(network, 'aws_route53_resolver_endpoint', 'inbound-resolver').ip_address).toMatchObject([
    { ip: '10.20.0.10' },
    { ip: '10.20.2.10' },
    { ip: '10.20.4.10' },
  ]);
});
