import { synthesize, synthesizeVariant } from '../../../test-support/synthesize';
import { resourceOf, resourcesOf, type StackJson } from '../../../test-support/terraform-json';

describe('the connection to the corporate network', () => {
  const route = (network: StackJson) => Object.values(resourcesOf(network, 'aws_route'));
  const attachments = (network: StackJson) =>
    Object.keys(network.resource ?? {}).filter((type) => type.endsWith('_attachment'));

  it('by transit gateway is attached and routed', () => {
    const { network } = synthesize();
    expect(attachments(network)).toEqual(['aws_ec2_transit_gateway_vpc_attachment']);
    expect(route(network)).toMatchObject([
      { destination_cidr_block: '192.168.10.0/24', transit_gateway_id: 'tgw-0123456789abcdef0' },
    ]);
  });

  it('by transit gateway takes addresses only after the resolver has its own, which corporate DNS forwards to', () => {
    const { network } = synthesize();
    const attachment = resourceOf(
      network,
      'aws_ec2_transit_gateway_vpc_attachment',
      'transit-gateway-attachment',
    );
    expect(attachment.depends_on).toContain('aws_route53_resolver_endpoint.inbound-resolver');
  });

  it('by virtual private gateway is attached and routed', () => {
    const { network } = synthesizeVariant('virtual private gateway');
    expect(attachments(network)).toEqual(['aws_vpn_gateway_attachment']);
    expect(route(network)).toMatchObject([{ gateway_id: 'vgw-0123456789abcdef0' }]);
  });

  it('by peering is routed', () => {
    const { network } = synthesizeVariant('VPC peering');
    expect(attachments(network)).toEqual([]);
    expect(route(network)).toMatchObject([{ vpc_peering_connection_id: 'pcx-0123456789abcdef0' }]);
  });

  it('made elsewhere is neither', () => {
    const { network } = synthesizeVariant('no connection');
    expect([attachments(network), route(network)]).toEqual([[], []]);
  });
});
