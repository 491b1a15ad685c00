import { DefaultSecurityGroup } from '@cdktf/provider-aws/lib/default-security-group';
import { RouteTable } from '@cdktf/provider-aws/lib/route-table';
import { RouteTableAssociation } from '@cdktf/provider-aws/lib/route-table-association';
import { Subnet } from '@cdktf/provider-aws/lib/subnet';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { planSubnets } from '../../config/network-plan';
import type { EnvironmentStack } from '../../constructs/environment-stack';
import { addFlowLogs } from './flow-logs';

/** The VPC everything private lies in, created or adopted. */
export interface PrivateVpc {
  readonly id: string;
  readonly cidr: string;
  /** Private subnets, one per zone, in the order of the environment file. */
  readonly subnetIds: string[];
  /** Route tables that may be changed. */
  readonly routeTableIds: string[];
}

/** Creates the VPC (no internet gateway, no NAT: no way to the internet), or takes the one that exists. */
export function addVpc(stack: EnvironmentStack): PrivateVpc {
  const settings = stack.environment.network.vpc;
  if (!settings.create) {
    const { vpcId, cidr, subnets, routeTableIds } = settings.existing;
    return { id: vpcId, cidr, subnetIds: subnets.map(({ id }) => id), routeTableIds };
  }
  const { cidr } = settings.create;
  // interface endpoints have private names only where both are on
  const vpc = new Vpc(stack, 'vpc', {
    cidrBlock: cidr,
    enableDnsSupport: true,
    enableDnsHostnames: true,
    tags: { Name: stack.physicalName('vpc') },
  });
  // nothing is meant to use the default group; without rules, nothing can
  new DefaultSecurityGroup(stack, 'default-security-group', { vpcId: vpc.id });
  addFlowLogs(stack, vpc.id);
  const routeTable = new RouteTable(stack, 'private-routes', {
    vpcId: vpc.id,
    tags: { Name: stack.physicalName('private') },
  });
  const subnetIds = planSubnets(settings).map(({ availabilityZone, cidr: subnetCidr }) => {
    const zoneLetter = availabilityZone.slice(-1);
    const subnet = new Subnet(stack, `private-${zoneLetter}`, {
      vpcId: vpc.id,
      availabilityZone,
      cidrBlock: subnetCidr,
      mapPublicIpOnLaunch: false,
      tags: { Name: stack.physicalName(`private-${zoneLetter}`) },
    });
    new RouteTableAssociation(stack, `private-${zoneLetter}-routes`, {
      subnetId: subnet.id,
      routeTableId: routeTable.id,
    });
    return subnet.id;
  });
  return { id: vpc.id, cidr, subnetIds, routeTableIds: [routeTable.id] };
}
