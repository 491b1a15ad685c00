import { Ec2TransitGatewayVpcAttachment } from '@cdktf/provider-aws/lib/ec2-transit-gateway-vpc-attachment';
import { Route, type RouteConfig } from '@cdktf/provider-aws/lib/route';
import { VpnGatewayAttachment } from '@cdktf/provider-aws/lib/vpn-gateway-attachment';
import type { ITerraformDependable } from 'cdktf';
import type { EnvironmentStack } from '../../constructs/environment-stack';
import type { PrivateVpc } from './vpc';

type Target = Pick<RouteConfig, 'transitGatewayId' | 'gatewayId' | 'vpcPeeringConnectionId'>;

/**
 * Routes from the private subnets back to the corporate network. A VPC created here is attached to the gateway
 * as well; an adopted one is attached already.
 */
export function addCorporateRoutes(stack: EnvironmentStack, vpc: PrivateVpc): void {
  const { connection, cidrs } = stack.environment.corporate;
  if (connection === 'none') return;
  const { target, attachment } = connect(stack, vpc, connection);
  vpc.routeTableIds.forEach((routeTableId, tableIndex) => {
    for (const cidr of cidrs) {
      // the CIDR is part of the id, so that reordering the list moves no route
      new Route(stack, `corporate-${tableIndex}-${cidr.replaceAll(/[./]/g, '-')}`, {
        routeTableId,
        destinationCidrBlock: cidr,
        ...target,
        ...(attachment && { dependsOn: [attachment] }),
      });
    }
  });
}

type Connection = Exclude<EnvironmentStack['environment']['corporate']['connection'], 'none'>;

function connect(
  stack: EnvironmentStack,
  vpc: PrivateVpc,
  connection: Connection,
): { target: Target; attachment?: ITerraformDependable } {
  const created = stack.environment.network.vpc.create !== undefined;
  const { transitGatewayId, virtualPrivateGatewayId, vpcPeeringConnectionId } = connection;
  if (transitGatewayId !== undefined) {
    if (!created) return { target: { transitGatewayId } };
    const attachment = new Ec2TransitGatewayVpcAttachment(stack, 'transit-gateway-attachment', {
      transitGatewayId,
      vpcId: vpc.id,
      subnetIds: vpc.subnetIds,
      tags: { Name: stack.physicalName('vpc') },
    });
    return { target: { transitGatewayId }, attachment };
  }
  if (virtualPrivateGatewayId !== undefined) {
    const target = { gatewayId: virtualPrivateGatewayId };
    if (!created) return { target };
    const attachment = new VpnGatewayAttachment(stack, 'vpn-gateway-attachment', {
      vpnGatewayId: virtualPrivateGatewayId,
      vpcId: vpc.id,
    });
    return { target, attachment };
  }
  return { target: { vpcPeeringConnectionId } };
}
