import { RouteTableAssociation } from '@cdktf/provider-aws/lib/route-table-association';
import { Subnet } from '@cdktf/provider-aws/lib/subnet';
import { ref, TerraformIterator, Token } from 'cdktf';
import type { SubnetPlan } from '../../config/network-plan';
import type { EnvironmentStack } from '../../constructs/environment-stack';
import { protectEntries } from '../../constructs/protected-entries';
import { addMoves, guardSetting } from '../../constructs/protection';

/** The setting that lists the zones, for messages and for the addresses of its guards. */
export const zonesSetting = 'network.vpc.create.availabilityZones';

/**
 * A private subnet per zone, each with the private route table, and their ids in the order of the plans. Each subnet is
 * known by its zone; what is in it (endpoints, the function, mount targets of home directories) cannot move to another.
 */
export function addSubnets(
  stack: EnvironmentStack,
  plans: readonly SubnetPlan[],
  vpcId: string,
  routeTableId: string,
): string[] {
  const { protectFromDestroy } = stack.environment;
  for (const { availabilityZone, cidr } of plans) guardPlace(stack, availabilityZone, cidr);
  protectEntries(
    stack,
    zonesSetting,
    plans.map(({ availabilityZone }) => availabilityZone),
  );
  const cidrs = TerraformIterator.fromMap(
    Object.fromEntries(plans.map(({ availabilityZone, cidr }) => [availabilityZone, cidr])),
  );
  const subnets = new Subnet(stack, 'private', {
    forEach: cidrs,
    vpcId,
    availabilityZone: cidrs.key,
    cidrBlock: Token.asString(cidrs.value),
    mapPublicIpOnLaunch: false,
    // the letter of the zone
    tags: { Name: `${stack.physicalName('private')}-\${substr(each.key, -1, 1)}` },
    // the subnet of a removed zone is destroyed last, after the endpoints and the resolver have left it
    lifecycle: { preventDestroy: protectFromDestroy, createBeforeDestroy: true },
  });
  const places = TerraformIterator.fromResources(subnets);
  new RouteTableAssociation(stack, 'private-subnet-routes', {
    forEach: places,
    subnetId: places.getString('id'),
    routeTableId,
    lifecycle: { preventDestroy: protectFromDestroy, createBeforeDestroy: true },
  });
  moveSubnets(stack);
  return plans.map(({ availabilityZone }) =>
    Token.asString(ref(`aws_subnet.private[${JSON.stringify(availabilityZone)}].id`, stack)),
  );
}

/** The order of the zones decides their subnets' addresses, and a subnet's addresses cannot be changed. */
function guardPlace(stack: EnvironmentStack, availabilityZone: string, cidr: string): void {
  guardSetting(stack, {
    setting: placeSetting(availabilityZone),
    value: cidr,
    refusal:
      'The place of a zone in the list decides the addresses of its subnet, which is in use. Put the zones back into their former order; new zones go to the end.',
  });
}

const placeSetting = (availabilityZone: string) => `${zonesSetting}.${availabilityZone}`;

/** The guarded settings of all zones of the region, also of zones that are not listed any more. */
export function guardedZones(stack: EnvironmentStack): string[] {
  return zonesOf(stack).map(placeSetting);
}

/** All zones that a region may have. */
function zonesOf(stack: EnvironmentStack): string[] {
  return ['a', 'b', 'c', 'd', 'e', 'f'].map((letter) => `${stack.environment.region}${letter}`);
}

/** Former versions had one resource per subnet. All zones of the region are moved, also those not listed any more. */
export function moveSubnets(stack: EnvironmentStack): void {
  const moves = zonesOf(stack).flatMap((zone) => {
    const key = JSON.stringify(zone);
    const formerId = `private-${zone.slice(-1)}`;
    return [
      { from: `aws_subnet.${formerId}`, to: `aws_subnet.private[${key}]` },
      {
        from: `aws_route_table_association.${formerId}-routes`,
        to: `aws_route_table_association.private-subnet-routes[${key}]`,
      },
    ];
  });
  addMoves(stack, 'moved-subnets', moves);
}
