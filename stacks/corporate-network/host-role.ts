import { IamInstanceProfile } from '@cdktf/provider-aws/lib/iam-instance-profile';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import type { ITerraformDependable } from 'cdktf';
import type { EnvironmentStack } from '../../constructs/environment-stack';
import { policyJson, serviceTrustPolicy, type Statement } from '../../constructs/policy';

/** The role of a host, as instances take it. */
export interface HostRole {
  readonly instanceProfile: string;
  /** The policy of the role. It must exist before the agent of a new host uses it. */
  readonly rights: ITerraformDependable;
}

/**
 * A role of hosts, with what the agent of Systems Manager needs for sessions, commands and associations, and no more: of
 * AmazonSSMManagedInstanceCore it leaves out inventory, patches, and every parameter and document of the account.
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonSSMManagedInstanceCore.html
 *
 * @param id also the part of the role's name
 * @param statements what the hosts may do besides
 */
export function addHostRole(
  stack: EnvironmentStack,
  id: string,
  description: string,
  statements: readonly Statement[],
): HostRole {
  const name = stack.physicalName(id);
  const role = new IamRole(stack, `${id}-role`, {
    name,
    description,
    // EC2 has a principal of its own in China
    assumeRolePolicy: serviceTrustPolicy(`ec2.${stack.partition.dnsSuffix}`),
  });
  const rights = new IamRolePolicy(stack, `${id}-policy`, {
    name: 'host',
    role: role.id,
    policy: policyJson([...agentStatements, ...statements]),
  });
  const profile = new IamInstanceProfile(stack, `${id}-profile`, { name, role: role.name });
  return { instanceProfile: profile.name, rights };
}

/** Most of these actions name no resource; an agent is held to its own instance by the credentials of that instance. */
const agentStatements: readonly Statement[] = [
  {
    Sid: 'Agent',
    Effect: 'Allow',
    Action: [
      'ssm:DescribeAssociation',
      'ssm:ListAssociations',
      'ssm:ListInstanceAssociations',
      'ssm:PutComplianceItems',
      'ssm:UpdateAssociationStatus',
      'ssm:UpdateInstanceAssociationStatus',
      'ssm:UpdateInstanceInformation',
    ],
    Resource: '*',
  },
  {
    Sid: 'SessionsAndCommands',
    Effect: 'Allow',
    Action: [
      'ec2messages:AcknowledgeMessage',
      'ec2messages:DeleteMessage',
      'ec2messages:FailMessage',
      'ec2messages:GetEndpoint',
      'ec2messages:GetMessages',
      'ec2messages:SendReply',
      'ssmmessages:CreateControlChannel',
      'ssmmessages:CreateDataChannel',
      'ssmmessages:OpenControlChannel',
      'ssmmessages:OpenDataChannel',
    ],
    Resource: '*',
  },
];
