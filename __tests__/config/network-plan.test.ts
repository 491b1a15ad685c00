import { planResolverAddresses, planSubnets } from '../../config/network-plan';

const created = (cidr: string, ...availabilityZones: string[]) => ({ create: { cidr, availabilityZones } });
const existing = {
  existing: {
    cidr: '10.30.0.0/16',
    subnets: [
      { id: 'subnet-1', cidr: '10.30.1.0/24', availabilityZone: 'us-east-1a' },
      { id: 'subnet-2', cidr: '10.30.2.0/24', availabilityZone: 'us-east-1b' },
    ],
  },
};

describe('subnets', () => {
  it.each([
    ['10.20.0.0/16', ['10.20.0.0/19', '10.20.32.0/19', '10.20.64.0/19']],
    ['10.20.0.0/21', ['10.20.0.0/24', '10.20.1.0/24', '10.20.2.0/24']],
    ['10.20.16.0/24', ['10.20.16.0/27', '10.20.16.32/27', '10.20.16.64/27']],
  ])('of a created VPC with %s are its first eighths, in the order of the zones', (cidr, expected) => {
    expect(planSubnets(created(cidr, 'a', 'b', 'c'))).toEqual(
      ['a', 'b', 'c'].map((availabilityZone, index) => ({ availabilityZone, cidr: expected[index] })),
    );
  });

  it('keep their addresses when a zone is added', () => {
    const two = planSubnets(created('10.20.0.0/16', 'a', 'b'));
    expect(planSubnets(created('10.20.0.0/16', 'a', 'b', 'c')).slice(0, 2)).toEqual(two);
  });

  it('of an existing VPC are taken as they are', () => {
    expect(planSubnets(existing)).toEqual(existing.existing.subnets);
  });
});

describe("the resolver's addresses", () => {
  it('are those with the host number, one for each subnet', () => {
    const vpc = created('10.20.0.0/16', 'a', 'b');
    expect(planResolverAddresses({ vpc, resolver: { hostNumber: 10 } })).toEqual([
      { ipAddress: '10.20.0.10', subnetIndex: 0 },
      { ipAddress: '10.20.32.10', subnetIndex: 1 },
    ]);
  });

  it('are in the subnets that hold them, or in none', () => {
    const ipAddresses = ['10.30.2.0', '10.30.1.255', '10.30.3.1', 'not an address'];
    const plans = planResolverAddresses({ vpc: existing, resolver: { ipAddresses } });
    expect(plans.map(({ subnetIndex }) => subnetIndex)).toEqual([1, 0, undefined, undefined]);
  });
});
