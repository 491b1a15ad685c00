import type { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import type { EnvironmentStack } from '../../constructs/environment-stack';
import { addRules, addSecurityGroup, type Rule } from '../../constructs/security-group';

/**
 * The group of Studio's apps: with each other, to the home file system, to endpoints in the VPC and to S3.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/studio-updated-and-internet-access.html
 */
export function addStudioSecurityGroup(
  stack: EnvironmentStack,
  vpc: { readonly id: string; readonly cidr: string },
  s3PrefixListId: string,
): SecurityGroup {
  const group = addSecurityGroup(stack, 'studio-apps', {
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
  const each: Rule = {
    id: 'apps',
    description: 'Apps and kernels with each other',
    protocol: 'tcp',
    fromPort: 8192,
    toPort: 65535,
    referencedSecurityGroupId: group.id,
  };
  addRules(stack, group, { ingress: [each], egress: [each] });
  return group;
}
