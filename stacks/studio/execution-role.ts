import { createHash } from 'node:crypto';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import type { EnvironmentStack } from '../../constructs/environment-stack';
import { policyJson, type Statement } from '../../constructs/policy';
import { presigningStatements, type EntryPoints } from '../../constructs/presigning-policy';
import { userRoleName } from '../../constructs/resource-name';

/** The role that one user's notebooks run with: it opens that user's Studio and nobody else's. */
export function addExecutionRole(
  stack: EnvironmentStack,
  user: string,
  policyArns: readonly string[],
): IamRole {
  const role = new IamRole(stack, `execution-role-${user}`, {
    name: userRoleName(stack.environment.name, user),
    description: `Studio execution role of ${user}`,
    assumeRolePolicy: executionTrustPolicy(stack),
  });
  for (const policyArn of policyArns) {
    // a hash, as neither the last part of an ARN nor its place in the list identifies it for good
    const hash = createHash('sha256').update(policyArn).digest('hex').slice(0, 8);
    new IamRolePolicyAttachment(stack, `attached-${hash}-${user}`, { role: role.name, policyArn });
  }
  return role;
}

interface ExecutionPolicyProps {
  readonly user: string;
  readonly domainId: string;
  readonly entryPoints: EntryPoints;
}

/**
 * Adds what the role may do. Studio opens an app with a presigned URL that it makes with this role, for the user's own
 * profile; from a notebook, the user can do the same. Such a URL must be worth no more than the API's, so it is
 * bound to the same entry points.
 */
export function addExecutionPolicy(
  stack: EnvironmentStack,
  role: IamRole,
  { user, domainId, entryPoints }: ExecutionPolicyProps,
): void {
  new IamRolePolicy(stack, `execution-policy-${user}`, {
    name: 'use-own-studio',
    role: role.id,
    policy: policyJson([
      ...executionStatements(stack, user, domainId),
      ...presigningStatements(stack.arn('sagemaker', `user-profile/${domainId}/${user}`), entryPoints),
    ]),
  });
}

/**
 * SageMaker takes the role on with the profile's name as source identity, so that CloudTrail shows the person.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/monitor-user-access.html
 * https://docs.aws.amazon.com/sagemaker/latest/dg/security-confused-deputy-prevention.html
 */
export function executionTrustPolicy(stack: EnvironmentStack): string {
  return policyJson([
    {
      Sid: 'SageMaker',
      Effect: 'Allow',
      Principal: { Service: 'sagemaker.amazonaws.com' },
      Action: ['sts:AssumeRole', 'sts:SetSourceIdentity'],
      Condition: { StringEquals: { 'aws:SourceAccount': stack.accountId } },
    },
  ]);
}

/**
 * Owning a space is a condition, not part of its ARN: spaces are named freely.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemakerai.html
 * https://docs.aws.amazon.com/sagemaker/latest/dg/studio-updated-spaces-access.html
 */
function executionStatements(stack: EnvironmentStack, user: string, domainId: string): Statement[] {
  const profile = stack.arn('sagemaker', `user-profile/${domainId}/${user}`);
  const spaces = stack.arn('sagemaker', `space/${domainId}/*`);
  const owned = { ArnEquals: { 'sagemaker:OwnerUserProfileArn': profile } };
  return [
    {
      Sid: 'SeeDomain',
      Effect: 'Allow',
      Action: ['sagemaker:DescribeDomain', 'sagemaker:DescribeUserProfile'],
      Resource: [stack.arn('sagemaker', `domain/${domainId}`), profile],
    },
    {
      Sid: 'List',
      Effect: 'Allow',
      Action: [
        'sagemaker:ListApps',
        'sagemaker:ListDomains',
        'sagemaker:ListSpaces',
        'sagemaker:ListUserProfiles',
      ],
      // these four name no resource
      Resource: '*',
    },
    {
      Sid: 'SeeSpacesAndApps',
      Effect: 'Allow',
      Action: ['sagemaker:DescribeApp', 'sagemaker:DescribeSpace', 'sagemaker:ListTags'],
      Resource: [spaces, stack.arn('sagemaker', `app/${domainId}/*`)],
    },
    {
      Sid: 'OwnSpaces',
      Effect: 'Allow',
      Action: ['sagemaker:CreateSpace', 'sagemaker:UpdateSpace', 'sagemaker:DeleteSpace'],
      Resource: spaces,
      Condition: owned,
    },
    {
      Sid: 'TagOnCreation',
      Effect: 'Allow',
      Action: 'sagemaker:AddTags',
      Resource: [spaces, stack.arn('sagemaker', `app/${domainId}/*`)],
      Condition: { Null: { 'sagemaker:TaggingAction': 'false' } },
    },
    {
      Sid: 'AppsInOwnSpaces',
      Effect: 'Allow',
      Action: ['sagemaker:CreateApp', 'sagemaker:DeleteApp'],
      Resource: stack.arn('sagemaker', `app/${domainId}/*`),
      Condition: owned,
    },
    {
      Sid: 'OwnApps',
      Effect: 'Allow',
      Action: ['sagemaker:CreateApp', 'sagemaker:DeleteApp'],
      Resource: stack.arn('sagemaker', `app/${domainId}/${user}/*`),
    },
    {
      Sid: 'WriteLogs',
      Effect: 'Allow',
      Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: stack.arn('logs', 'log-group:/aws/sagemaker/studio*'),
    },
  ];
}
