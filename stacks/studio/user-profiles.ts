import { SagemakerUserProfile } from '@cdktf/provider-aws/lib/sagemaker-user-profile';
import { TerraformIterator } from 'cdktf';
import type { EnvironmentStack } from '../../constructs/environment-stack';
import { addMoves } from '../../constructs/protection';
import { userMoves } from '../../constructs/user-moves';
import { executionRoleMoves, type ExecutionRoles } from './execution-role';

interface UserProfilesProps {
  readonly domainId: string;
  readonly roles: ExecutionRoles;
  /** The groups of the apps of `each.key`. */
  readonly securityGroupIds: readonly string[];
}

/** A profile for each user, which holds their work: protected, unless the user is removed on purpose. */
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
  const add = (id: string, users: readonly string[], preventDestroy: boolean) => {
    const eachUser = TerraformIterator.fromList([...users]);
    new SagemakerUserProfile(stack, id, {
      forEach: eachUser,
      domainId,
      userProfileName: eachUser.value as string,
      userSettings: {
        executionRole: roles.arnOfEach,
        securityGroups: [...securityGroupIds],
        jupyterLabAppSettings: { appLifecycleManagement },
        codeEditorAppSettings: { appLifecycleManagement },
      },
      // a profile must not outlive its role's permissions
      dependsOn: [...roles.permissions],
      lifecycle: { preventDestroy },
    });
  };
  add('profile', studio.users, protectFromDestroy);
  if (studio.removedUsers.length > 0) add('removed-profile', [], false);
}

/** Moves of users' resources: from former versions, and of profiles into and out of the block of removed users. */
export function addUserMoves(stack: EnvironmentStack, policyArns: readonly string[]): void {
  const { users, removedUsers } = stack.environment.studio;
  addMoves(stack, 'user-moves', [
    ...executionRoleMoves([...users, ...removedUsers], policyArns),
    ...userMoves('aws_sagemaker_user_profile.profile', { users, removedUsers }),
  ]);
}
