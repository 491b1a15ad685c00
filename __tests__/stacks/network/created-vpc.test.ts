import { adoptedVpc } from '../../../test-support/environments';
import { synthesize } from '../../../test-support/synthesize';
import type { Attributes, StackJson } from '../../../test-support/terraform-json';

/** The resources of a stack, by their addresses. */
const resourcesByAddress = ({ resource = {} }: StackJson): Record<string, Attributes> =>
  Object.fromEntries(
    Object.entries(resource).flatMap(([type, named]) =>
      Object.entries(named).map(([name, attributes]) => [`${type}.${name}`, attributes]),
    ),
  );

const isProtected = ({ lifecycle }: Attributes) =>
  (lifecycle as { prevent_destroy?: boolean } | undefined)?.prevent_destroy === true;

/** The example's VPC, once it exists. */
const adoption = (routeTableIds: readonly string[]) => ({
  ...adoptedVpc({
    cidr: '10.20.0.0/16',
    subnets: [
      { id: 'subnet-0123456789abcdef0', cidr: '10.20.0.0/19', availabilityZone: 'us-east-1a' },
      { id: 'subnet-0123456789abcdef1', cidr: '10.20.32.0/19', availabilityZone: 'us-east-1b' },
    ],
    routeTableIds,
  }),
  'network.resolver': { ipAddresses: ['10.20.0.10', '10.20.32.10'] },
});

const table = ['rtb-0123456789abcdef0'];
const virtualGateway = { 'corporate.connection': { virtualPrivateGatewayId: 'vgw-0123456789abcdef0' } };
const peering = { 'corporate.connection': { vpcPeeringConnectionId: 'pcx-0123456789abcdef0' } };
const none = { 'corporate.connection': 'none' };

describe.each<[connection: string, creation: object, adoption: object]>([
  ['a transit gateway', {}, adoption(table)],
  ['a transit gateway, routed elsewhere from now on,', {}, { ...adoption([]), ...none }],
  ['a virtual private gateway', virtualGateway, { ...adoption(table), ...virtualGateway }],
  ['a peering connection', peering, { ...adoption(table), ...peering }],
  ['no connection', none, { ...adoption([]), ...none }],
])('a created VPC with %s that is adopted', (_, creation, adopted) => {
  const created = resourcesByAddress(synthesize({ ...creation }).network);

  it('keeps a block for each protected resource, so that no plan destroys one', () => {
    const kept = resourcesByAddress(synthesize({ ...adopted }).network);
    const addresses = Object.keys(created).filter(
      (address) => isProtected(created[address] ?? {}) && !address.startsWith('terraform_data.'),
    );
    expect(addresses).toEqual(expect.arrayContaining(['aws_vpc.vpc', 'aws_subnet.private']));
    expect(addresses.filter((address) => !isProtected(kept[address] ?? {}))).toEqual([]);
  });

  it('is forgotten whole once it is released, and nothing is destroyed', () => {
    const released = synthesize({ ...adopted, release: ['network.vpc'] }).network;
    const { moved = [] } = released as { moved?: readonly { from: string }[] };
    const kept = [...Object.keys(resourcesByAddress(released)), ...moved.map(({ from }) => from)];
    const forgotten = released.removed?.map(({ from }) => from) ?? [];
    expect(forgotten).toEqual(
      expect.arrayContaining(Object.keys(created).filter((address) => !kept.includes(address))),
    );
    expect(new Set(released.removed?.map(({ lifecycle }) => lifecycle.destroy))).toEqual(new Set([false]));
  });

  it('has no block left without protection, so that a plan destroys it', () => {
    const unprotected = synthesize({ ...adopted, protectFromDestroy: false }).network;
    expect(Object.keys(resourcesByAddress(unprotected))).not.toContain('aws_vpc.vpc');
    expect(unprotected.removed).toBeUndefined();
  });
});
