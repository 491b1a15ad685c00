import { synthesize } from '../../../test-support/synthesize';
import { resourceOf } from '../../../test-support/terraform-json';

describe('the inbound resolver', () => {
  const example = synthesize();
  const subnetId = (zone: string) => `\${aws_subnet.private["${zone}"].id}`;

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
