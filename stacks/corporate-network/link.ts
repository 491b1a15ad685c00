import { Ec2TransitGatewayVpcAttachment } from '@cdktf/provider-aws/lib/ec2-transit-gateway-vpc-attachment';
import { Route } from '@cdktf/provider-aws/lib/route';
import { VpcPeeringConnection } from '@cdktf/provider-aws/lib/vpc-peering-connection';
import type { EnvironmentStack } from '../../constructs/environment-stack';
import type { PrivateVpc } from '../network/vpc';

/** What the link connects of the site. */
interface LinkedSite {
  readonly vpcId: string;
  readonly cidr: string;
  /** The private subnets. */
  readonly subnetIds: string[];
  /** Route table of the private subnets. The proxy's has no route: what goes through it is meant for the internet. */
  readonly routeTableId: string;
}

/**
 * The link between the site and the private VPC, with routes both ways. Over a transit gateway the way back is the stack
 * `network`'s, as for any company. Names need no setting of a peering: the DNS servers ask the resolver's own addresses.
 * https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-routing.html
 */
export function addLink(stack: EnvironmentStack, site: LinkedSite, privateVpc: PrivateVpc): void {
  const { corporate, corporateSite } = stack.environment;
  const toPrivateVpc = { routeTableId: site.routeTableId, destinationCidrBlock: privateVpc.cidr };
  if (corporateSite?.connection === 'transit-gateway') {
    const { transitGatewayId } = corporate.connection === 'none' ? {} : corporate.connection;
    if (transitGatewayId === undefined) throw new Error('corporate.connection has no transitGatewayId');
    const attachment = new Ec2TransitGatewayVpcAttachment(stack, 'site-attachment', {
      transitGatewayId,
      vpcId: site.vpcId,
      subnetIds: site.subnetIds,
      tags: { Name: stack.physicalName('site') },
    });
    new Route(stack, 'site-to-private-vpc', { ...toPrivateVpc, transitGatewayId, dependsOn: [attachment] });
    return;
  }
  const peering = new VpcPeeringConnection(stack, 'site-peering', {
    vpcId: site.vpcId,
    peerVpcId: privateVpc.id,
    autoAccept: true,
    tags: { Name: stack.physicalName('site') },
  });
  const vpcPeeringConnectionId = peering.id;
  new Route(stack, 'site-to-private-vpc', { ...toPrivateVpc, vpcPeeringConnectionId });
  privateVpc.routeTableIds.forEach((routeTableId, index) => {
    new Route(stack, `private-vpc-to-site-${index}`, {
      routeTableId,
      destinationCidrBlock: site.cidr,
      vpcPeeringConnectionId,
    });
  });
}
