import { createHash } from 'node:crypto';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { TerraformIterator, type ITerraformDependable } from 'cdktf';
import type { EnvironmentStack } from '../../constructs/environment-stack';
import { allInstancesOf, attributeOfEach, forEachOf } from '../../constructs/for-each';
import { policyJson, requireLength, type Statement } from '../../constructs/policy';
import { presigningStatements, type EntryPoints } from '../../constructs/presigning-policy';
import type { Move } from '../../constructs/protection';
import { userRoleName } from '../../config/resource-name';
import { limitsOfUser, ownerTag } from './execution-limits';

/** What the rights of a user's notebooks depend on. */
interface Rights {
  readonly domainId: string;
  /** KMS key of the domain, if it is not the one that AWS manages. */
  readonly kmsKeyArn: string | undefined;
  readonly entryPoints: EntryPoints;
  /** Whether users may open their spaces from an editor on the desk. */
  readonly hasRemoteAccess: boolean;
}

/** Settings of the users' roles, whether each user has one or all share one. */
export interface ExecutionRolesProps extends Rights {
  /** Those who are denied everything. */
  readonly suspended: readonly string[];
  /** Managed policies of every role. */
  readonly policyArns: readonly string[];
  /** ARN of the roles' permissions boundary. */
  readonly boundaryArn: string;
  readonly homeFileSystemId: string;
  /** The subnets that jobs may run in. */
  readonly subnetIds: readonly string[];
  /** Security groups that jobs may run with. Where each user has a role, those of `each.key`. */
  readonly securityGroupIds: readonly string[];
}

interface UsersRolesProps extends ExecutionRolesProps {
  readonly users: readonly string[];
}

/** The users' roles and their policies. */
export interface ExecutionRoles {
  /** ARN of the role of `each.key`, in a resource with `for_each` over the users; of a shared role the same for all. */
  readonly arnOfEach: string;
  /** The roles' policies. Profiles depend on them, so that no profile outlives its permissions. */
  readonly permissions: readonly ITerraformDependable[];
}

/**
 * The roles that the users' notebooks run with: each opens its user's Studio and nobody else's. Studio opens an app with
 * a presigned URL that it makes with this role, for the user's own profile; from a notebook, the user can do the same.
 * Such a URL is bound to the same entry points as the API's.
 */
export function addExecutionRoles(stack: EnvironmentStack, props: UsersRolesProps): ExecutionRoles {
  const { users, suspended, policyArns, domainId, boundaryArn } = props;
  const eachUser = forEachOf(
    stack,
    'execution-role-names',
    Object.fromEntries(users.map((user) => [user, userRoleName(stack.environment.name, user)])),
  );
  const user = eachUser.key;
  const { userDetails } = stack.environment.studio;
  const policiesOf = (name: string) => [
    ...new Set([...policyArns, ...(userDetails[name]?.executionPolicyArns ?? [])]),
  ];
  const roles = new IamRole(stack, 'execution-role', {
    forEach: eachUser,
    name: eachUser.value as string,
    description: `Studio execution role of ${user}`,
    assumeRolePolicy: executionTrustPolicy(stack),
    permissionsBoundary: boundaryArn,
    // a policy that somebody attached by hand must not keep the role of a removed user, without its limits
    forceDetachPolicies: true,
  });
  const own = policyJson(rightsOfUser(stack, user, props));
  const roleArn = attributeOfEach(stack, roles, 'arn')('each.key');
  const never = policyJson(
    limitsOfUser(stack, {
      user,
      domainId,
      roleArn,
      homeFileSystemId: props.homeFileSystemId,
      subnetIds: props.subnetIds,
      securityGroupIds: props.securityGroupIds,
    }),
  );
  const nothing = policyJson([{ Sid: 'Suspended', Effect: 'Deny', Action: '*', Resource: '*' }]);
  const inline = own + never + nothing;
  requireLength(stack.accountId, 'the inline policies of an execution role', inline, 10_240);
  const roleOf = attributeOfEach(stack, roles, 'id');
  const role = roleOf('each.key');
  const limits = new IamRolePolicy(stack, 'execution-limits', {
    forEach: eachUser,
    name: 'never',
    role,
    policy: never,
  });
  const suspension = new IamRolePolicy(stack, 'execution-suspended', {
    forEach: TerraformIterator.fromList([...suspended]),
    name: 'suspended',
    role,
    policy: nothing,
  });
  // Terraform creates the limits before the rights, and deletes the rights first
  const limitsOfAll = allInstancesOf(stack, 'limits-of-roles', [limits, suspension]);
  const ownPolicy = new IamRolePolicy(stack, 'execution-policy', {
    forEach: eachUser,
    name: 'use-own-studio',
    role,
    policy: own,
    dependsOn: [limitsOfAll],
  });
  const eachAttachment = forEachOf(
    stack,
    'policies-of-users',
    Object.fromEntries(
      users.flatMap((user) =>
        policiesOf(user).map((policy) => [`${user} ${policy}`, { user, policy_arn: policy }] as const),
      ),
    ),
  );
  const attached = new IamRolePolicyAttachment(stack, 'attached', {
    forEach: eachAttachment,
    role: roleOf('each.value.user'),
    policyArn: eachAttachment.getString('policy_arn'),
    dependsOn: [limitsOfAll],
  });
  return {
    arnOfEach: roleArn,
    permissions: [allInstancesOf(stack, 'permissions-of-roles', [limits, ownPolicy, attached])],
  };
}

/**
 * What the notebooks of one user may do.
 * @param user name of the user's profile, or a variable of it
 */
export function rightsOfUser(
  stack: EnvironmentStack,
  user: string,
  { domainId, kmsKeyArn, entryPoints, hasRemoteAccess }: Rights,
): Statement[] {
  return [
    ...executionStatements(stack, user, domainId),
    ...(hasRemoteAccess ? [sessionStatement(stack, user, domainId)] : []),
    ...(kmsKeyArn === undefined ? [] : [keyStatement(kmsKeyArn)]),
    ...presigningStatements(stack.arn('sagemaker', `user-profile/${domainId}/${user}`), entryPoints),
  ];
}

/** https://docs.aws.amazon.com/sagemaker/latest/dg/remote-access-remote-setup.html */
function sessionStatement(stack: EnvironmentStack, user: string, domainId: string): Statement {
  return {
    Sid: 'SessionsInOwnSpaces',
    Effect: 'Allow',
    Action: 'sagemaker:StartSession',
    Resource: stack.arn('sagemaker', `space/${domainId}/*`),
    Condition: {
      ArnEquals: { [ownerTag]: stack.arn('sagemaker', `user-profile/${domainId}/${user}`) },
    },
  };
}

/**
 * Apps start on volumes that are encrypted with the domain's key, and SageMaker asks for it with the role.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/encryption-at-rest-studio.html
 */
function keyStatement(kmsKeyArn: string): Statement {
  return {
    Sid: 'KeyOfDomain',
    Effect: 'Allow',
    Action: ['kms:CreateGrant', 'kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKeyWithoutPlaintext'],
    Resource: kmsKeyArn,
  };
}

/** Moves from former versions, which had one resource per user. */
export function executionRoleMoves(users: readonly string[], policyArns: readonly string[]): Move[] {
  return users.flatMap((user) => [
    { from: `aws_iam_role.execution-role-${user}`, to: `aws_iam_role.execution-role["${user}"]` },
    {
      from: `aws_iam_role_policy.execution-policy-${user}`,
      to: `aws_iam_role_policy.execution-policy["${user}"]`,
    },
    ...policyArns.map((policyArn) => {
      const hash = createHash('sha256').update(policyArn).digest('hex').slice(0, 8);
      return {
        from: `aws_iam_role_policy_attachment.attached-${hash}-${user}`,
        to: `aws_iam_role_policy_attachment.attached["${user} ${policyArn}"]`,
      };
    }),
  ]);
}

/**
 * SageMaker assumes the role with the profile's name as source identity, so that CloudTrail shows the person.
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
      // the ARN of an app in a space has the space's name in this place, and a colleague's space may have this user's name
      Condition: { Null: { 'sagemaker:OwnerUserProfileArn': 'true' } },
    },
  ];
}
