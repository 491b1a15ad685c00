import { CognitoUser } from '@cdktf/provider-aws/lib/cognito-user';
import type { Federation } from '../../config/identity';
import type { UserDetails } from '../../config/users';
import type { EnvironmentStack } from '../../constructs/environment-stack';
import { forEachOf } from '../../constructs/for-each';
import { keepNames } from '../../constructs/kept-names';
import { addDriftCheck, addMoves } from '../../constructs/protection';
import { userMoves } from '../../constructs/user-moves';

/**
 * The users with a password: protected, unless they are removed on purpose or sign in at the company's provider from now
 * on. Administrators decide whether a user may sign in, and users may write their attributes: a deployment undoes neither.
 * Only people of `studio.suspended` are disabled by it.
 */
export function addUsers(
  stack: EnvironmentStack,
  userPoolId: string,
  federation: Federation | undefined,
): void {
  const { studio } = stack.environment;
  const { removedUsers } = studio;
  const users = studio.users.filter((user) => hasPassword(federation, studio.userDetails[user]));
  const isSuspended = new Set(studio.suspended);
  // people who sign in at the company's provider can be suspended too, and have no user in the pool
  const suspended = users.filter((user) => isSuspended.has(user));
  // a user of the pool holds no work: with federation, people who sign in at the provider from now on lose nothing
  const protectFromDestroy = stack.environment.protectFromDestroy && federation === undefined;
  const add = (id: string, names: readonly string[], preventDestroy: boolean, enabled?: false) => {
    const eachUser = forEachOf(
      stack,
      `users-of-${id}`,
      Object.fromEntries(names.map((name) => [name, attributesOf(studio.userDetails[name])])),
    );
    // no password here: it would stay in the state; an administrator sets it afterwards
    const user = new CognitoUser(stack, id, {
      forEach: eachUser,
      userPoolId,
      username: eachUser.key,
      messageAction: 'SUPPRESS',
      ...(enabled !== undefined && { enabled }),
      lifecycle: {
        preventDestroy,
        ignoreChanges: enabled === undefined ? ['attributes', 'enabled'] : ['attributes'],
      },
    });
    user.addOverride('attributes', eachUser.value);
  };
  add(
    'login',
    users.filter((user) => !isSuspended.has(user)),
    protectFromDestroy,
  );
  if (suspended.length > 0) add('suspended-login', suspended, protectFromDestroy, false);
  if (removedUsers.length > 0) add('removed-login', [], false);
  addMoves(stack, 'user-moves', userMoves('aws_cognito_user.login', { users, removedUsers, suspended }));
  keepNames(stack);
  addDriftCheck(stack, 'disabled-users', [
    {
      condition: 'alltrue([for user in aws_cognito_user.login : user.enabled])',
      message:
        'studio.users: disabled in Cognito, which a deployment does not change: ${join(", ", [for name, user in aws_cognito_user.login : name if !user.enabled])}. For information only. To let them sign in again: ${join("; ", [for name, user in aws_cognito_user.login : "aws cognito-idp admin-enable-user --user-pool-id ${user.user_pool_id} --username ${name}" if !user.enabled])}',
    },
  ]);
}

/** Whether a listed person signs in with a password of the user pool. */
function hasPassword(federation: Federation | undefined, details: UserDetails | undefined): boolean {
  return federation === undefined || (federation.localUsers && details?.signInNames === undefined);
}

/** The address counts as verified: the environment file vouches for it, and nothing is decided by it. */
function attributesOf(details: UserDetails | undefined): Record<string, string> {
  return details?.email === undefined ? {} : { email: details.email, email_verified: 'true' };
}
