import { readNetwork } from '../../deployed/network';
import { createTransitGateway, startStandIn, type StandIn } from '../../stand-in';
import { query } from '../../shared/aws-client';
import { find } from '../../shared/xml-tree';

const corporate = '192.168.10.0/24';
let standIn: StandIn;

beforeAll(async () => {
  standIn = await startStandIn({ hostEnvironment: process.env });
});

afterAll(async () => {
  await standIn.stop();
});

/** Calls EC2 and returns an id in its answer. */
async function ec2(Action: string, parameters: Record<string, string>, id = ''): Promise<string> {
  const reply = await query(standIn, 'ec2', { Action, Version: '2016-11-15', ...parameters });
  return find(reply, id)?.text ?? '';
}

describe('readNetwork', () => {
  it('finds routes to the corporate network only in zones with a transit gateway attachment', async () => {
    const VpcId = await ec2('CreateVpc', { CidrBlock: '10.20.0.0/16' }, 'vpcId');
    const RouteTableId = await ec2('CreateRouteTable', { VpcId }, 'routeTableId');
    const TransitGatewayId = await createTransitGateway(standIn);
    const subnetIn = async (AvailabilityZone: string, CidrBlock: string) => {
      const SubnetId = await ec2('CreateSubnet', { VpcId, AvailabilityZone, CidrBlock }, 'subnetId');
      await ec2('AssociateRouteTable', { RouteTableId, SubnetId });
      return SubnetId;
    };
    const attached = await subnetIn('us-east-1a', '10.20.0.0/20');
    const beside = await subnetIn('us-east-1a', '10.20.16.0/20');
    const elsewhere = await subnetIn('us-east-1b', '10.20.32.0/20');
    await ec2('CreateRoute', { RouteTableId, DestinationCidrBlock: corporate, TransitGatewayId });
    const routes = async () => {
      const { subnets } = await readNetwork(standIn);
      return [attached, beside, elsewhere].map((id) => subnets.find((own) => own.id === id)?.routedCidrs);
    };

    expect(await routes()).toEqual([[], [], []]);
    await ec2('CreateTransitGatewayVpcAttachment', { TransitGatewayId, VpcId, 'SubnetIds.1': attached });
    expect(await routes()).toEqual([[corporate], [corporate], []]);
  });

  it('finds routes over a peering once it is active, and only to the network at its other end', async () => {
    const VpcId = await ec2('CreateVpc', { CidrBlock: '10.30.0.0/16' }, 'vpcId');
    const PeerVpcId = await ec2('CreateVpc', { CidrBlock: corporate }, 'vpcId');
    const SubnetId = await ec2('CreateSubnet', { VpcId, CidrBlock: '10.30.0.0/20' }, 'subnetId');
    const RouteTableId = await ec2('CreateRouteTable', { VpcId }, 'routeTableId');
    await ec2('AssociateRouteTable', { RouteTableId, SubnetId });
    const peering = {
      VpcPeeringConnectionId: await ec2(
        'CreateVpcPeeringConnection',
        { VpcId, PeerVpcId },
        'vpcPeeringConnectionId',
      ),
    };
    for (const DestinationCidrBlock of [corporate, '192.168.11.0/24'])
      await ec2('CreateRoute', { RouteTableId, DestinationCidrBlock, ...peering });
    const routes = async () =>
      (await readNetwork(standIn)).subnets.find(({ id }) => id === SubnetId)?.routedCidrs;

    expect(await routes()).toEqual([]);
    await ec2('AcceptVpcPeeringConnection', peering);
    expect(await routes()).toEqual([corporate]);
  });

  it('knows a subnet with a way to the internet', async () => {
    const VpcId = await ec2('CreateVpc', { CidrBlock: '10.40.0.0/16' }, 'vpcId');
    const SubnetId = await ec2('CreateSubnet', { VpcId, CidrBlock: '10.40.0.0/20' }, 'subnetId');
    const RouteTableId = await ec2('CreateRouteTable', { VpcId }, 'routeTableId');
    await ec2('AssociateRouteTable', { RouteTableId, SubnetId });
    const isPublic = async () =>
      (await readNetwork(standIn)).subnets.find(({ id }) => id === SubnetId)?.isPublic;

    expect(await isPublic()).toBe(false);
    const GatewayId = await ec2('CreateInternetGateway', {}, 'internetGatewayId');
    await ec2('AttachInternetGateway', { InternetGatewayId: GatewayId, VpcId });
    await ec2('CreateRoute', { RouteTableId, DestinationCidrBlock: '0.0.0.0/0', GatewayId });
    expect(await isPublic()).toBe(true);
  });
});
