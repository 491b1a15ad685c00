import { synthesize } from '../../../test-support/synthesize';
import { resourceOf } from '../../../test-support/terraform-json';

const withZones = (...availabilityZones: string[]) =>
  synthesize({ 'network.vpc': { create: { cidr: '10.20.0.0/16', availabilityZones } } }).network;

const network = withZones('us-east-1c', 'us-east-1a');

describe('private subnets', () => {
  it('are one for each zone, by the zone, with addresses by its place in the list', () => {
    expect(resourceOf(network, 'aws_subnet', 'private')).toMatchObject({
      for_each: { 'us-east-1c': '10.20.0.0/19', 'us-east-1a': '10.20.32.0/19' },
      availability_zone: '${each.key}',
      cidr_block: '${each.value}',
    });
  });

  it('give nothing a public address, and have the route table without a way to the internet', () => {
    expect(resourceOf(network, 'aws_subnet', 'private').map_public_ip_on_launch).toBe(false);
    expect(resourceOf(network, 'aws_route_table_association', 'private-subnet-routes')).toMatchObject({
      for_each: '${aws_subnet.private}',
      subnet_id: '${each.value.id}',
      route_table_id: '${aws_route_table.private-routes.id}',
    });
    expect(Object.keys(network.resource ?? {})).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/gateway$/)]),
    );
  });

  it('are used in the order of the list', () => {
    expect(resourceOf(network, 'aws_vpc_endpoint', 'studio').subnet_ids).toEqual([
      '${aws_subnet.private["us-east-1c"].id}',
      '${aws_subnet.private["us-east-1a"].id}',
    ]);
  });

  it.each(['aws_subnet.private', 'aws_route_table_association.private-subnet-routes'])(
    '%s: none is destroyed, and that of a removed zone goes last if this is asked for',
    (address) => {
      const [type = '', name = ''] = address.split('.');
      expect(resourceOf(network, type, name).lifecycle).toEqual({
        prevent_destroy: true,
        create_before_destroy: true,
      });
      const unprotected = synthesize({ protectFromDestroy: false }).network;
      expect(resourceOf(unprotected, type, name).lifecycle).toEqual({
        prevent_destroy: false,
        create_before_destroy: true,
      });
    },
  );
});

describe('a change of the zones', () => {
  const record = (stack: typeof network, zone: string) =>
    resourceOf(stack, 'terraform_data', `recorded-network-vpc-create-availabilityZones-${zone}`);

  it('that removes one is refused: its key is protected', () => {
    expect(
      resourceOf(network, 'terraform_data', 'protectFromDestroy-network-vpc-create-availabilityZones'),
    ).toMatchObject({
      for_each: { 'us-east-1c': 'us-east-1c', 'us-east-1a': 'us-east-1a' },
      lifecycle: { prevent_destroy: true },
    });
  });

  it('that gives a zone other addresses is refused', () => {
    expect(record(network, 'us-east-1c')).toMatchObject({
      input: '10.20.0.0/19',
      lifecycle: {
        postcondition: [
          {
            condition: '${self.input == "10.20.0.0/19"}',
            error_message: expect.stringContaining('Put the zones back into their former order') as string,
          },
        ],
      },
    });
  });

  it('that adds one at the end leaves the others as they are, and at the start does not', () => {
    const before = [record(network, 'us-east-1c').input, record(network, 'us-east-1a').input];
    const inputs = (stack: typeof network) => [
      record(stack, 'us-east-1c').input,
      record(stack, 'us-east-1a').input,
    ];
    expect(inputs(withZones('us-east-1c', 'us-east-1a', 'us-east-1b'))).toEqual(before);
    expect(inputs(withZones('us-east-1b', 'us-east-1c', 'us-east-1a'))).not.toEqual(before);
  });
});

it('subnets of former versions are found again, also those of zones that are listed no more', () => {
  const { moved } = network as { moved?: readonly { from: string; to: string }[] };
  expect(moved).toHaveLength(12);
  for (const letter of ['a', 'b', 'c', 'd', 'e', 'f']) {
    expect(moved).toEqual(
      expect.arrayContaining([
        { from: `aws_subnet.private-${letter}`, to: `aws_subnet.private["us-east-1${letter}"]` },
        {
          from: `aws_route_table_association.private-${letter}-routes`,
          to: `aws_route_table_association.private-subnet-routes["us-east-1${letter}"]`,
        },
      ]),
    );
  }
});
