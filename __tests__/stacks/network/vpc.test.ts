import { synthesizeVariant } from '../../../test-support/synthesize';
import { resourceOf, resourcesOf } from '../../../test-support/terraform-json';

describe('an adopted VPC', () => {
  const { network } = synthesizeVariant('adopted VPC');

  it('is not created, attached or logged', () => {
    const types = Object.keys(network.resource ?? {});
    for (const type of [
      'aws_vpc',
      'aws_subnet',
      'aws_route_table',
      'aws_ec2_transit_gateway_vpc_attachment',
      'aws_flow_log',
    ]) {
      expect(types).not.toContain(type);
    }
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
  const cidrs = Object.values(resourcesOf(network, 'aws_subnet')).map(({ cidr_block }) => cidr_block);
  expect(cidrs).toEqual(['10.20.0.0/23', '10.20.2.0/23', '10.20.4.0/23']);
  expect(resourceOf(network, 'aws_vpc_endpoint', 'execute-api').subnet_ids).toHaveLength(3);
  expect(resourceOf(network, 'aws_route53_resolver_endpoint', 'inbound-resolver').ip_address).toMatchObject([
    { ip: '10.20.0.10' },
    { ip: '10.20.2.10' },
    { ip: '10.20.4.10' },
  ]);
});
