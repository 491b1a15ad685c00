import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { TerraformIterator } from 'cdktf';
import type { EnvironmentStack } from '../../constructs/environment-stack';
import { policyJson, requireLength, sourceIdentity, type Statement } from '../../constructs/policy';
import { fewerLeavers } from '../../constructs/presigning-policy';
import { limitsOfUser } from './execution-limits';
import {
  executionTrustPolicy,
  rightsOfUser,
  type ExecutionRoles,
  type ExecutionRolesProps,
} from './execution-role';

/** Terraform's expression for what the domain sets as source identity of apps, as a text. */
const identityConfig =
  'jsonencode([for settings in aws_sagemaker_domain.domain.domain_settings : settings.execution_role_identity_config])';

/**
 * One role for the notebooks of all users. Whatever names a user in a role per user, names the source identity here, which
 * SageMaker sets to the name of the profile and nobody can change. Whoever has no identity is denied all of it. ADR 11 says
 * why that keeps people apart, and where SageMaker passes the identity on.
 *
 * @throws if the policies would be longer than IAM takes
 */
export function addSharedExecutionRole(stack: EnvironmentStack, props: ExecutionRolesProps): ExecutionRoles {
  const role = new IamRole(stack, 'shared-execution-role', {
    name: stack.physicalName('users'),
    description: 'Studio execution role of all users, each known by the source identity',
    assumeRolePolicy: executionTrustPolicy(stack),
    permissionsBoundary: props.boundaryArn,
    forceDetachPolicies: true,
    lifecycle: {
      precondition: [
        {
          condition: `\${${identityConfig} == jsonencode(["USER_PROFILE_NAME"])}`,
          errorMessage: `studio.executionRoles: "shared" needs a domain that passes the name of the profile on, and \${aws_sagemaker_domain.domain.id} does not any more: expected ["USER_PROFILE_NAME"] as ExecutionRoleIdentityConfig, got \${${identityConfig}}. Without it nobody's notebooks have rights. Stop all apps, then change it back with aws sagemaker update-domain --domain-settings-for-update ExecutionRoleIdentityConfig=USER_PROFILE_NAME.`,
        },
      ],
    },
  });
  const rights = rightsOfUser(stack, sourceIdentity, props);
  const limits = limitsOfUser(stack, { ...props, user: sourceIdentity, roleArn: role.arn });
  const own = policyJson(rights);
  const never = policyJson([...limits, withoutIdentity([...rights, ...limits])]);
  const { removedUsers } = stack.environment.studio;
  const nothing = suspensionOf([...props.suspended, ...removedUsers]);
  requireLength(
    stack.accountId,
    'the inline policies of the shared execution role',
    own + never + (nothing ?? ''),
    10_240,
    fewerLeavers,
  );
  const inline = (id: string, name: string, policy: string, after: readonly IamRolePolicy[]) =>
    new IamRolePolicy(stack, id, { name, role: role.id, policy, dependsOn: [...after] });
  const denials = [
    inline('shared-execution-limits', 'never', never, []),
    ...(nothing === undefined ? [] : [inline('shared-execution-suspended', 'suspended', nothing, [])]),
  ];
  // Terraform creates the limits before the rights, and deletes the rights first
  const ownPolicy = inline('shared-execution-policy', 'use-own-studio', own, denials);
  const attached = new IamRolePolicyAttachment(stack, 'shared-attached', {
    forEach: TerraformIterator.fromList([...props.policyArns]),
    role: role.name,
    policyArn: '${each.value}',
    dependsOn: denials,
  });
  return { arnOfEach: role.arn, permissions: [...denials, ownPolicy, attached] };
}

/**
 * Denies whatever other statements grant or limit by the source identity to a session that has none. IAM may drop a
 * statement whose variable it cannot resolve as a whole, also a Deny.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
function withoutIdentity(statements: readonly Statement[]): Statement {
  const byIdentity = statements.filter((statement) => JSON.stringify(statement).includes(sourceIdentity));
  const actions = byIdentity.flatMap((statement) => ('Action' in statement ? statement.Action : []));
  return {
    Sid: 'WithoutIdentity',
    Effect: 'Deny',
    Action: [...new Set(actions)].sort(),
    Resource: '*',
    Condition: { Null: { 'aws:SourceIdentity': 'true' } },
  };
}

/** A policy that denies some people everything; undefined for nobody. */
function suspensionOf(names: readonly string[]): string | undefined {
  if (names.length === 0) return undefined;
  return policyJson([
    {
      Sid: 'Suspended',
      Effect: 'Deny',
      Action: '*',
      Resource: '*',
      Condition: { StringEquals: { 'aws:SourceIdentity': names } },
    },
  ]);
}
