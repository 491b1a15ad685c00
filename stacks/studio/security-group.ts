import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import type { EnvironmentStack } from '../../constructs/environment-stack';
import { attributeOfEach, forEachOf } from '../../constructs/for-each';
import { addSecurityGroup } from '../../constructs/security-group';

/**
 * The group of all apps: to the home file system, to endpoints in the VPC and to S3. Nothing connects to an app by it.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/studio-updated-and-internet-access.html
 */
export function addStudioSecurityGroup(
  stack: EnvironmentStack,
  vpc: { readonly id: string; readonly cidr: string },
  s3PrefixListId: string,
): SecurityGroup {
  return addSecurityGroup(stack, 'studio-apps', {
    vpcId: vpc.id,
    description: 'Studio apps',
    ingress: [],
    egress: [
      {
        id: 'endpoints',
        description: 'HTTPS to endpoints in the VPC',
        protocol: 'tcp',
        fromPort: 443,
        toPort: 443,
        cidrIpv4: vpc.cidr,
      },
      {
        id: 's3',
        description: 'HTTPS to S3 through the gateway endpoint',
        protocol: 'tcp',
        fromPort: 443,
        toPort: 443,
        prefixListId: s3PrefixListId,
      },
      {
        id: 'home-file-system',
        description: 'NFS to the home file system in the VPC',
        protocol: 'tcp',
        fromPort: 2049,
        toPort: 2049,
        cidrIpv4: vpc.cidr,
      },
    ],
  });
}

/**
 * A group for each user, for the user's apps and kernels with each other. In a group that all share, everybody could
 * connect to everybody's apps, which ask for no sign-in there.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/studio-updated-and-internet-access.html
 *
 * @returns the id of the group of `each.key`, in a resource with `for_each` over the users
 */
export function addOwnSecurityGroups(stack: EnvironmentStack, vpcId: string): string {
  const { users, removedUsers } = stack.environment.studio;
  // EC2 refuses to delete a group while an app has it, and the apps of a removed user may still run
  const names = [...users, ...removedUsers];
  const eachUser = forEachOf(stack, 'users-with-apps', Object.fromEntries(names.map((user) => [user, user])));
  const name = stack.physicalName(`apps-of-${eachUser.key}`);
  const group = new SecurityGroup(stack, 'own-apps', {
    forEach: eachUser,
    name,
    description: `Studio apps of ${eachUser.key}`,
    vpcId,
    tags: { Name: name },
  });
  const id = attributeOfEach(stack, group, 'id')('each.key');
  const rule = {
    forEach: eachUser,
    securityGroupId: id,
    description: "The user's apps and kernels with each other",
    ipProtocol: 'tcp',
    fromPort: 8192,
    toPort: 65535,
    referencedSecurityGroupId: id,
  };
  new VpcSecurityGroupIngressRule(stack, 'own-apps-from-apps', rule);
  new VpcSecurityGroupEgressRule(stack, 'own-apps-to-apps', rule);
  return id;
}
