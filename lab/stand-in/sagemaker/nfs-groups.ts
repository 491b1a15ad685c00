import type { Call, Forward } from '../call';
import { ec2Call } from '../ec2/form';
import { elementText } from '../xml-text';

/** Ids of the group of the mount targets and of that of the apps; none for a domain without a network. */
export type NfsGroups = readonly string[];

/**
 * Makes the two security groups of a domain's home file system. Each names the other in a rule, so that neither can be
 * deleted before such a rule is.
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/studio-updated-troubleshooting.html
 */
export async function createNfsGroups(
  call: Call,
  forward: Forward,
  { domainId, arn, vpcId }: { readonly domainId: string; readonly arn: string; readonly vpcId: string },
): Promise<NfsGroups> {
  const create = async (direction: 'inbound' | 'outbound') => {
    const name = `security-group-for-${direction}-nfs-${domainId}`;
    const request = {
      GroupName: name,
      GroupDescription: name,
      VpcId: vpcId,
      'TagSpecification.1.ResourceType': 'security-group',
      'TagSpecification.1.Tag.1.Key': 'ManagedByAmazonSageMakerResource',
      'TagSpecification.1.Tag.1.Value': arn,
    };
    const created = await forward(ec2Call(call, 'CreateSecurityGroup', request));
    return elementText(created.body.toString(), 'groupId') ?? '';
  };
  const [inbound, outbound] = [await create('inbound'), await create('outbound')];
  await forward(ec2Call(call, 'AuthorizeSecurityGroupIngress', rule(inbound, outbound)));
  await forward(ec2Call(call, 'AuthorizeSecurityGroupEgress', rule(outbound, inbound)));
  return [inbound, outbound];
}

/** Takes the rule off that names the first, then deletes both. */
export async function deleteNfsGroups(
  call: Call,
  forward: Forward,
  [inbound, outbound]: NfsGroups,
): Promise<void> {
  if (inbound === undefined || outbound === undefined) return;
  await forward(ec2Call(call, 'RevokeSecurityGroupEgress', rule(outbound, inbound)));
  for (const GroupId of [inbound, outbound]) {
    await forward(ec2Call(call, 'DeleteSecurityGroup', { GroupId }));
  }
}

/** NFS between a group and another one. */
function rule(groupId: string, otherGroupId: string): Record<string, string> {
  return {
    GroupId: groupId,
    'IpPermissions.1.IpProtocol': 'tcp',
    'IpPermissions.1.FromPort': '2049',
    'IpPermissions.1.ToPort': '2049',
    'IpPermissions.1.Groups.1.GroupId': otherGroupId,
  };
}
