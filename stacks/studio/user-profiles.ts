import { SagemakerUserProfile } from '@cdktf/provider-aws/lib/sagemaker-user-profile';
import { TerraformIterator } from 'cdktf';
import type { EnvironmentStack } from '../../constructs/environment-stack';
import { addMoves } from '../../constructs/protection';
import { executionRoleMoves, type ExecutionRoles } from './execution-role';

interface UserProfilesProps {
  readonly domainId: string;
  readonly roles: ExecutionRoles;
  readonly securityGroupId: string;
}

/** A profile for each user, which holds their work: protected, unless the user is removed on purpose. */
export function addUserProfiles(
  stack: EnvironmentStack,
  { domainId, roles, securityGroupId }: UserProfilesProps,
): void {
  const { studio, protectFromDestroy } = stack.environment;
  const add = (id: string, users: readonly string[], preventDestroy: boolean) => {
    const eachUser = TerraformIterator.fromList([...users]);
    new SagemakerUserProfile(stack, id, {
      forEach: eachUser,
      domainId,
      userProfileName: eachUser.value as string,
      userSettings: { executionRole: roles.arnOfEach, securityGroups: [securityGroupId] },
      // a profile must not outlive its role's permissions
      dependsOn: [...roles.permissions],
      lifecycle: { preventDestroy },
    });
  };
  add('profile', studio.users, protectFromDestroy);
  if (studio.removedUsers.length > 0) add('removed-profile', [], false);
}

/**
 * Moves from former versions, which had one resource per user, and of removed users' profiles out of the protected
 * block.
 */
export function addUserMoves(stack: EnvironmentStack, policyArns: readonly string[]): void {
  const { users, removedUsers } = stack.environment.studio;
  const all = [...users, ...removedUsers];
  addMoves(stack, 'user-moves', [
    ...executionRoleMoves(all, policyArns),
    ...all.map((user) => ({
      from: `aws_sagemaker_user_profile.profile-${user}`,
      to: `aws_sagemaker_user_profile.profile["${user}"]`,
    })),
    ...removedUsers.map((user) => ({
      from: `aws_sagemaker_user_profile.profile["${user}"]`,
      to: `aws_sagemaker_user_profile.removed-profile["${user}"]`,
    })),
  ]);
}
