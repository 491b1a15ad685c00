import { synthesize, synthesizeVariant } from '../../../test-support/synthesize';

describe('an existing VPC', () => {
  const { network } = synthesizeVariant('adopted VPC');

  it('is compared with the environment file before anything is made in it', () => {
    const { aws_vpc: vpcs, aws_subnet: subnets } = network.data as Record<string, Record<string, unknown>>;
    expect(vpcs?.['existing-vpc']).toMatchObject({
      id: 'vpc-0123456789abcdef0',
      lifecycle: {
        postcondition: [
          { condition: expect.stringContaining('== "10.30.0.0/16"') as string },
          { condition: '${self.enable_dns_support && self.enable_dns_hostnames}' },
        ],
      },
    });
    expect(subnets?.['existing-subnets']).toMatchObject({
      for_each: {
        'subnet-0123456789abcdef0': {
          cidr: '10.30.1.0/24',
          availabilityZone: 'us-east-1a',
          vpcId: 'vpc-0123456789abcdef0',
        },
      },
      lifecycle: {
        postcondition: [
          { condition: '${self.vpc_id == each.value.vpcId}' },
          { condition: '${self.cidr_block == each.value.cidr}' },
          { condition: '${self.availability_zone == each.value.availabilityZone}' },
        ],
      },
    });
  });

  it('is not asked about where the VPC is created', () => {
    expect(Object.keys(synthesize().network.data ?? {})).not.toContain('aws_vpc');
  });
});
