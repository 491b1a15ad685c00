import { Ec2TransitGatewayVpcAttachment } from '@cdktf/provider-aws/lib/ec2-transit-gateway-vpc-attachment';
import { Route, type RouteConfig } from '@cdktf/provider-aws/lib/route';
import { VpnGatewayAttachment } from '@cdktf/provider-aws/lib/vpn-gateway-attachment';
import { Token, type ITerraformDependable } from 'cdktf';
import type { EnvironmentStack } from '../../constructs/environment-stack';
import { protectEntries } from '../../constructs/protected-entries';
import { addMoves, guardSetting } from '../../constructs/protection';
import type { PrivateVpc } from './vpc';

/** The setting that names the connection, for messages and for the addresses of its guards. */
export const connectionSetting = 'corporate.connection';

type Target = Pick<RouteConfig, 'transitGatewayId' | 'gatewayId' | 'vpcPeeringConnectionId'>;

/**
 * Routes from the private subnets back to the corporate network. A VPC created here is attached to the gateway
 * as well, after a resource; an adopted one is attached already.
 */
export function addCorporateRoutes(
  stack: EnvironmentStack,
  vpc: PrivateVpc,
  after: ITerraformDependable,
): void {
  const { corporate, network, release, protectFromDestroy } = stack.environment;
  const { connection, cidrs } = corporate;
  const isHandedOver = release.includes('network.vpc');
  const gateway = connection === 'none' ? connection : Object.values(connection).join();
  guardSetting(stack, {
    setting: connectionSetting,
    value: gateway,
    // a change to no connection is allowed: Terraform forgets the routes together with the VPC
    refusal:
      isHandedOver && connection !== 'none'
        ? 'While the VPC is handed over, its routes stay as they are. Put the former connection back, deploy, and change it after "network.vpc" is out of release.'
        : undefined,
  });
  if (network.vpc.create) {
    // a created VPC has no other connection to the company
    protectEntries(stack, connectionSetting, connection === 'none' ? [] : [gateway]);
  }
  if (connection === 'none') return;
  const { target, attachment } = connect(stack, vpc, connection, after);
  vpc.routeTableIds.forEach((routeTableId, tableIndex) => {
    for (const cidr of cidrs) {
      new Route(stack, routeId(routeTableId, cidr), {
        routeTableId,
        destinationCidrBlock: cidr,
        ...target,
        ...(attachment && { dependsOn: [attachment] }),
        // moves take the created VPC's routes for those of the first route table: if it is another one, they would be replaced
        ...(isHandedOver && { lifecycle: { preventDestroy: protectFromDestroy } }),
      });
    }
    if (!isOfCreatedVpc(routeTableId)) moveRoutes(stack, routeTableId, tableIndex);
  });
}

/** Former versions named routes by the place of their route table in the list, as a created VPC's still are. */
function moveRoutes(stack: EnvironmentStack, routeTableId: string, tableIndex: number): void {
  addMoves(
    stack,
    `moved-routes-${tableIndex}`,
    stack.environment.corporate.cidrs.map((cidr) => ({
      from: `aws_route.corporate-${tableIndex}-${inId(cidr)}`,
      to: `aws_route.${routeId(routeTableId, cidr)}`,
    })),
  );
}

/** Route table and CIDR are part of the id, so that reordering the lists moves no route. */
function routeId(routeTableId: string, cidr: string): string {
  return isOfCreatedVpc(routeTableId) ? createdRouteId(cidr) : `corporate-${routeTableId}-${inId(cidr)}`;
}

/** A created VPC has one route table, whose id is not known before. */
export function createdRouteId(cidr: string): string {
  return `corporate-0-${inId(cidr)}`;
}

const isOfCreatedVpc = (routeTableId: string) => Token.isUnresolved(routeTableId);

const inId = (cidr: string) => cidr.replaceAll(/[./]/g, '-');

type Connection = Exclude<EnvironmentStack['environment']['corporate']['connection'], 'none'>;

function connect(
  stack: EnvironmentStack,
  vpc: PrivateVpc,
  connection: Connection,
  after: ITerraformDependable,
): { target: Target; attachment?: ITerraformDependable } {
  const created = stack.environment.network.vpc.create !== undefined;
  const lifecycle = { preventDestroy: stack.environment.protectFromDestroy };
  const { transitGatewayId, virtualPrivateGatewayId, vpcPeeringConnectionId } = connection;
  if (transitGatewayId !== undefined) {
    if (!created) return { target: { transitGatewayId } };
    const attachment = new Ec2TransitGatewayVpcAttachment(stack, 'transit-gateway-attachment', {
      transitGatewayId,
      vpcId: vpc.id,
      subnetIds: vpc.subnetIds,
      dependsOn: [after],
      tags: { Name: stack.physicalName('vpc') },
      lifecycle,
    });
    return { target: { transitGatewayId }, attachment };
  }
  if (virtualPrivateGatewayId !== undefined) {
    const target = { gatewayId: virtualPrivateGatewayId };
    if (!created) return { target };
    const attachment = new VpnGatewayAttachment(stack, 'vpn-gateway-attachment', {
      vpnGatewayId: virtualPrivateGatewayId,
      vpcId: vpc.id,
      lifecycle,
    });
    return { target, attachment };
  }
  return { target: { vpcPeeringConnectionId } };
}
