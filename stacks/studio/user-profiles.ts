import { SagemakerUserProfile } from '@cdktf/provider-aws/lib/sagemaker-user-profile';
import type { EnvironmentStack } from '../../constructs/environment-stack';
import { forEachOf } from '../../constructs/for-each';
import { addMoves, forgetResources } from '../../constructs/protection';
import { userMoves } from '../../constructs/user-moves';
import { executionRoleMoves, type ExecutionRoles } from './execution-role';

interface UserProfilesProps {
  readonly domainId: string;
  readonly roles: ExecutionRoles;
  /** Security groups of the apps of `each.key`. */
  readonly securityGroupIds: readonly string[];
}

/**
 * Where profiles of removed users are moved to, and forgotten: SageMaker refuses to delete a profile that has a space, and
 * a deployment that deleted them would stop half-way, for everybody.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DeleteUserProfile.html
 */
export const removedProfiles = 'aws_sagemaker_user_profile.removed-profile';

/** A profile for each user, which holds their work, and is protected. */
export function addUserProfiles(
  stack: EnvironmentStack,
  { domainId, roles, securityGroupIds }: UserProfilesProps,
): void {
  const { studio, protectFromDestroy } = stack.environment;
  // in each profile: the domain's settings stay as they were created
  // https://docs.aws.amazon.com/sagemaker/latest/dg/studio-updated-idle-shutdown.html
  const appLifecycleManagement = {
    idleSettings: {
      lifecycleManagement: 'ENABLED',
      idleTimeoutInMinutes: studio.idleTimeoutMinutes,
    },
  };
  const eachUser = forEachOf(
    stack,
    'tags-of-users',
    Object.fromEntries(studio.users.map((user) => [user, studio.userDetails[user]?.tags ?? {}])),
  );
  const profile = new SagemakerUserProfile(stack, 'profile', {
    forEach: eachUser,
    domainId,
    userProfileName: eachUser.key,
    userSettings: {
      executionRole: roles.arnOfEach,
      securityGroups: [...securityGroupIds],
      jupyterLabAppSettings: { appLifecycleManagement },
      codeEditorAppSettings: { appLifecycleManagement },
    },
    // a profile must not outlive its role's permissions
    dependsOn: [...roles.permissions],
    lifecycle: { preventDestroy: protectFromDestroy },
  });
  profile.addOverride('tags', eachUser.value);
  if (studio.removedUsers.length > 0) forgetResources(stack, 'removed-profiles', [removedProfiles]);
}

/** Profiles that were listed before stay as they are, and Terraform forgets them: from now on they are made on first use. */
export function forgetUserProfiles(stack: EnvironmentStack): void {
  forgetResources(stack, 'profiles-on-first-use', ['aws_sagemaker_user_profile.profile', removedProfiles]);
}

/** Moves of users' resources: from former versions, and of profiles into and out of the block of removed users. */
export function addUserMoves(stack: EnvironmentStack, policyArns: readonly string[]): void {
  const { users, removedUsers, executionRoles } = stack.environment.studio;
  addMoves(stack, 'user-moves', [
    // Terraform compares each move with each other one, which takes long for thousands of users
    ...(executionRoles === 'shared' ? [] : executionRoleMoves([...users, ...removedUsers], policyArns)),
    ...userMoves('aws_sagemaker_user_profile.profile', { users, removedUsers }),
  ]);
}
