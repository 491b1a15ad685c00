import { DefaultSecurityGroup } from '@cdktf/provider-aws/lib/default-security-group';
import { RouteTable } from '@cdktf/provider-aws/lib/route-table';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { planSubnets } from '../../config/network-plan';
import type { Environment } from '../../config/load';
import type { EnvironmentStack } from '../../constructs/environment-stack';
import { guardSetting } from '../../constructs/protection';
import { keepCreatedVpc } from './created-vpc';
import { checkExistingVpc } from './existing-vpc';
import { addFlowLogs } from './flow-logs';
import { addSubnets } from './subnets';

/** The VPC, created or adopted. */
export interface PrivateVpc {
  readonly id: string;
  readonly cidr: string;
  /** Private subnets, one per zone, in the order of the environment file. */
  readonly subnetIds: string[];
  /** Route tables that may be changed. */
  readonly routeTableIds: string[];
}

/** Creates the VPC (no internet gateway, no NAT: no route to the internet), or takes the one that exists. */
export function addVpc(stack: EnvironmentStack): PrivateVpc {
  const { create, existing } = stack.environment.network.vpc;
  const isReleased = stack.environment.release.includes('network.vpc');
  guardSetting(stack, {
    setting: 'network.vpc',
    value: create ? `create ${create.cidr}` : `existing ${existing.vpcId}`,
    ...(!isReleased && {
      refusal:
        'Endpoints, resolver and Studio cannot move to another VPC, so this would destroy them. Put the former value back. To keep the created VPC without managing it here, name it in network.vpc.existing and list "network.vpc" in release.',
    }),
  });
  if (create) return createVpc(stack, create);
  keepCreatedVpc(stack);
  checkExistingVpc(stack, existing);
  const { vpcId, cidr, subnets, routeTableIds } = existing;
  return { id: vpcId, cidr, subnetIds: subnets.map(({ id }) => id), routeTableIds };
}

type CreatedVpc = NonNullable<Environment['network']['vpc']['create']>;

function createVpc(stack: EnvironmentStack, settings: CreatedVpc): PrivateVpc {
  const { cidr } = settings;
  const lifecycle = { preventDestroy: stack.environment.protectFromDestroy };
  // interface endpoints have private names only where both are on
  const vpc = new Vpc(stack, 'vpc', {
    cidrBlock: cidr,
    enableDnsSupport: true,
    enableDnsHostnames: true,
    tags: { Name: stack.physicalName('vpc') },
    lifecycle,
  });
  // nothing should use the default group; without rules, it admits nothing
  new DefaultSecurityGroup(stack, 'default-security-group', { vpcId: vpc.id });
  addFlowLogs(stack, vpc.id);
  const routeTable = new RouteTable(stack, 'private-routes', {
    vpcId: vpc.id,
    tags: { Name: stack.physicalName('private') },
    lifecycle,
  });
  const subnetIds = addSubnets(stack, planSubnets({ create: settings }), vpc.id, routeTable.id);
  return { id: vpc.id, cidr, subnetIds, routeTableIds: [routeTable.id] };
}
