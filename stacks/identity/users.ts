import { CognitoUser } from '@cdktf/provider-aws/lib/cognito-user';
import { TerraformIterator } from 'cdktf';
import type { EnvironmentStack } from '../../constructs/environment-stack';
import { keepNames } from '../../constructs/kept-names';
import { addDriftCheck, addMoves } from '../../constructs/protection';
import { userMoves } from '../../constructs/user-moves';

/**
 * The users: protected, unless they are removed on purpose. Administrators decide whether a user may sign in, and users
 * may write their attributes: a deployment undoes neither. Only people of `studio.suspended` are disabled by it.
 */
export function addUsers(stack: EnvironmentStack, userPoolId: string): void {
  const { studio, protectFromDestroy } = stack.environment;
  const { users, removedUsers, suspended } = studio;
  const isSuspended = new Set(suspended);
  const add = (id: string, names: readonly string[], preventDestroy: boolean, enabled?: false) => {
    const eachUser = TerraformIterator.fromList([...names]);
    // no password here: it would stay in the state; an administrator sets it afterwards
    new CognitoUser(stack, id, {
      forEach: eachUser,
      userPoolId,
      username: eachUser.value as string,
      messageAction: 'SUPPRESS',
      ...(enabled !== undefined && { enabled }),
      lifecycle: {
        preventDestroy,
        ignoreChanges: enabled === undefined ? ['attributes', 'enabled'] : ['attributes'],
      },
    });
  };
  add(
    'login',
    users.filter((user) => !isSuspended.has(user)),
    protectFromDestroy,
  );
  // people whose profile is made on first use can be suspended without being listed: they sign in elsewhere
  const suspendedUsers = users.filter((user) => isSuspended.has(user));
  if (suspendedUsers.length > 0) add('suspended-login', suspendedUsers, protectFromDestroy, false);
  if (removedUsers.length > 0) add('removed-login', [], false);
  addMoves(stack, 'user-moves', userMoves('aws_cognito_user.login', studio));
  keepNames(stack);
  addDriftCheck(stack, 'disabled-users', [
    {
      condition: 'alltrue([for user in aws_cognito_user.login : user.enabled])',
      message:
        'studio.users: disabled in Cognito, which a deployment does not change: ${join(", ", [for name, user in aws_cognito_user.login : name if !user.enabled])}. For information only. To let them sign in again: ${join("; ", [for name, user in aws_cognito_user.login : "aws cognito-idp admin-enable-user --user-pool-id ${user.user_pool_id} --username ${name}" if !user.enabled])}',
    },
  ]);
}
