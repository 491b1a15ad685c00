import { find, findAll, parseXml, childText, type XmlElement } from '../../shared/xml-tree';
import type { Call, Forward, Gap } from '../call';
import { elementTexts } from '../xml-text';
import { ec2Call, ec2Error, form } from './form';
import { interfacesOfServices } from './network-interfaces';

/**
 * A security group cannot be deleted while a rule of another group names it, or an interface of a service has it; a VPC cannot
 * while it has groups besides its default one. moto deletes them.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteSecurityGroup.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteVpc.html
 */
export const groupDeletion: Gap = async (call, forward) => {
  if (call.service !== 'ec2') return forward(call);
  if (call.operation === 'DeleteSecurityGroup') {
    const id = form(call).get('GroupId') ?? '';
    const isUsed = (await isNamed(call, forward, id)) || (await hasInterfaces(call, forward, id));
    if (isUsed) return ec2Error('DependencyViolation', `resource ${id} has a dependent object`);
  }
  if (call.operation === 'DeleteVpc') {
    const id = form(call).get('VpcId') ?? '';
    const groups = await groupsOf(call, forward, { 'Filter.1.Name': 'vpc-id', 'Filter.1.Value.1': id });
    if (groups.some((group) => childText(group, 'groupName') !== 'default')) {
      return ec2Error('DependencyViolation', `The vpc '${id}' has dependencies and cannot be deleted.`);
    }
  }
  return forward(call);
};

async function groupsOf(
  call: Call,
  forward: Forward,
  filter: Readonly<Record<string, string>>,
): Promise<readonly XmlElement[]> {
  const described = await forward(ec2Call(call, 'DescribeSecurityGroups', filter));
  return find(parseXml(described.body.toString()), 'securityGroupInfo')?.children ?? [];
}

/** Whether a rule of another group in the same VPC names it. */
async function isNamed(call: Call, forward: Forward, id: string): Promise<boolean> {
  const [own] = await groupsOf(call, forward, { 'GroupId.1': id });
  const vpcId = own && childText(own, 'vpcId');
  if (vpcId === undefined) return false;
  const groups = await groupsOf(call, forward, { 'Filter.1.Name': 'vpc-id', 'Filter.1.Value.1': vpcId });
  return groups
    .filter((group) => childText(group, 'groupId') !== id)
    .flatMap((group) => ['ipPermissions', 'ipPermissionsEgress'].flatMap((set) => find(group, set) ?? []))
    .flatMap((rules) => findAll(rules, 'groupId'))
    .some(({ text }) => text === id);
}

async function hasInterfaces(call: Call, forward: Forward, groupId: string): Promise<boolean> {
  const filter = {
    'Filter.1.Name': 'group-id',
    'Filter.1.Value.1': groupId,
    ...interfacesOfServices('Filter.2'),
  };
  const described = await forward(ec2Call(call, 'DescribeNetworkInterfaces', filter));
  return elementTexts(described.body.toString(), 'networkInterfaceId').length > 0;
}
