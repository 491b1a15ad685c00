import { query, type Target } from '../../shared/aws-client';
import { childText, find, type XmlElement } from '../../shared/xml-tree';

/** Operation, element that holds the list, element that holds an item's id. */
const kinds = [
  ['DescribeVpcs', 'vpcSet', 'vpcId'],
  ['DescribeSubnets', 'subnetSet', 'subnetId'],
  ['DescribeRouteTables', 'routeTableSet', 'routeTableId'],
  ['DescribeSecurityGroups', 'securityGroupInfo', 'groupId'],
  ['DescribeNetworkInterfaces', 'networkInterfaceSet', 'networkInterfaceId'],
  ['DescribeVpcEndpoints', 'vpcEndpointSet', 'vpcEndpointId'],
  ['DescribeVpcPeeringConnections', 'vpcPeeringConnectionSet', 'vpcPeeringConnectionId'],
  ['DescribeTransitGateways', 'transitGatewaySet', 'transitGatewayId'],
  ['DescribeTransitGatewayVpcAttachments', 'transitGatewayVpcAttachments', 'transitGatewayAttachmentId'],
  ['DescribeVpnGateways', 'vpnGatewaySet', 'vpnGatewayId'],
  ['DescribeVpnConnections', 'vpnConnectionSet', 'vpnConnectionId'],
  ['DescribeCustomerGateways', 'customerGatewaySet', 'customerGatewayId'],
  ['DescribeInternetGateways', 'internetGatewaySet', 'internetGatewayId'],
  ['DescribeNatGateways', 'natGatewaySet', 'natGatewayId'],
  ['DescribeAddresses', 'addressesSet', 'allocationId'],
  ['DescribeFlowLogs', 'flowLogSet', 'flowLogId'],
  ['DescribeKeyPairs', 'keySet', 'keyPairId'],
  ['DescribeVolumes', 'volumeSet', 'volumeId'],
] as const;

/** States of deleted resources that EC2 still lists. */
const gone = new Set(['deleted', 'terminated', 'rejected', 'expired', 'failed']);

function isGone(item: XmlElement): boolean {
  const status = item.children.find(({ name }) => name === 'status' || name === 'instanceState');
  return [childText(item, 'state'), status && find(status, 'code')?.text].some((state) =>
    gone.has(state ?? ''),
  );
}

/** Ids of EC2's resources, except the default VPC and everything in it. */
export async function ec2Resources(target: Target): Promise<string[]> {
  const describe = (Action: string, filter: Record<string, string> = {}) =>
    query(target, 'ec2', { Action, Version: '2016-11-15', ...filter });
  const isDefault = { 'Filter.1.Name': 'is-default', 'Filter.1.Value.1': 'true' };
  const defaultVpc = find(await describe('DescribeVpcs', isDefault), 'vpcId')?.text;
  const lists = await Promise.all(
    kinds.map(async ([action, set, id]) => {
      const items = find(await describe(action), set)?.children ?? [];
      return items
        .filter((item) => !isGone(item) && childText(item, 'vpcId') !== defaultVpc)
        .map((item) => `ec2 ${childText(item, id) ?? '?'}`);
    }),
  );
  const reservations = find(await describe('DescribeInstances'), 'reservationSet')?.children ?? [];
  const instances = reservations.flatMap((reservation) => find(reservation, 'instancesSet')?.children ?? []);
  const running = instances.filter((instance) => find(instance, 'name')?.text !== 'terminated');
  return [...lists.flat(), ...running.map((instance) => `ec2 ${childText(instance, 'instanceId') ?? '?'}`)];
}
