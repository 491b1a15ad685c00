import { DefaultSecurityGroup } from '@cdktf/provider-aws/lib/default-security-group';
import { Ec2SubnetCidrReservation } from '@cdktf/provider-aws/lib/ec2-subnet-cidr-reservation';
import { InternetGateway } from '@cdktf/provider-aws/lib/internet-gateway';
import { Route } from '@cdktf/provider-aws/lib/route';
import { RouteTable } from '@cdktf/provider-aws/lib/route-table';
import { RouteTableAssociation } from '@cdktf/provider-aws/lib/route-table-association';
import { Subnet } from '@cdktf/provider-aws/lib/subnet';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import type { ITerraformDependable } from 'cdktf';
import type { EnvironmentStack } from '../../constructs/environment-stack';

/** A VPC whose default security group admits nothing. */
export function addSiteVpc(stack: EnvironmentStack, id: string, cidr: string): Vpc {
  const vpc = new Vpc(stack, id, {
    cidrBlock: cidr,
    enableDnsSupport: true,
    // endpoints have private names only with both
    enableDnsHostnames: true,
    tags: { Name: stack.physicalName(id) },
  });
  new DefaultSecurityGroup(stack, `${id}-default-group`, { vpcId: vpc.id });
  return vpc;
}

interface SubnetSettings {
  readonly vpcId: string;
  readonly cidr: string;
  readonly availabilityZone: string;
}

/**
 * A private subnet with a route table. AWS gives the pinned address to nobody by itself, neither to an endpoint nor to an
 * attachment: https://docs.aws.amazon.com/vpc/latest/userguide/subnet-cidr-reservation.html
 * @returns the id of the subnet; whatever uses it comes after the reservation
 */
export function addSiteSubnet(
  stack: EnvironmentStack,
  id: string,
  { vpcId, cidr, availabilityZone }: SubnetSettings,
  { routeTableId, pinnedAddress }: { readonly routeTableId: string; readonly pinnedAddress: string },
): string {
  const subnet = new Subnet(stack, id, {
    vpcId,
    cidrBlock: cidr,
    availabilityZone,
    mapPublicIpOnLaunch: false,
    tags: { Name: stack.physicalName(id) },
  });
  new RouteTableAssociation(stack, `${id}-routes`, { subnetId: subnet.id, routeTableId });
  return new Ec2SubnetCidrReservation(stack, `${id}-pinned`, {
    subnetId: subnet.id,
    cidrBlock: `${pinnedAddress}/32`,
    reservationType: 'explicit',
  }).subnetId;
}

/**
 * A subnet whose hosts have public addresses and a way to the internet. The subnet gives the addresses: if a host asked
 * for one itself, it would look changed to Terraform while it is stopped, and be replaced.
 * @returns the subnet, and what its hosts need before they can do anything
 */
export function addPublicSubnet(
  stack: EnvironmentStack,
  id: string,
  { vpcId, cidr, availabilityZone }: SubnetSettings,
): { subnet: Subnet; wayOut: ITerraformDependable } {
  const gateway = new InternetGateway(stack, `${id}-gateway`, {
    vpcId,
    tags: { Name: stack.physicalName(id) },
  });
  const routeTable = addRouteTable(stack, id, vpcId);
  const wayOut = new Route(stack, `${id}-to-internet`, {
    routeTableId: routeTable.id,
    destinationCidrBlock: '0.0.0.0/0',
    gatewayId: gateway.id,
  });
  const subnet = new Subnet(stack, id, {
    vpcId,
    cidrBlock: cidr,
    availabilityZone,
    mapPublicIpOnLaunch: true,
    tags: { Name: stack.physicalName(id) },
  });
  new RouteTableAssociation(stack, `${id}-routes`, { subnetId: subnet.id, routeTableId: routeTable.id });
  return { subnet, wayOut };
}

/** A route table of a VPC of the site, without routes. @param id of the part that it serves */
export function addRouteTable(stack: EnvironmentStack, id: string, vpcId: string): RouteTable {
  return new RouteTable(stack, `${id}-table`, { vpcId, tags: { Name: stack.physicalName(id) } });
}
