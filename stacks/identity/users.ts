import { CognitoUser } from '@cdktf/provider-aws/lib/cognito-user';
import { TerraformIterator } from 'cdktf';
import type { EnvironmentStack } from '../../constructs/environment-stack';
import { addDriftCheck, addMoves } from '../../constructs/protection';
import { userMoves } from '../../constructs/user-moves';

/**
 * Administrators decide whether a user may sign in, and users may write their attributes: a deployment undoes neither.
 */
const leftToOthers = ['attributes', 'enabled'];

/** The users: protected, unless they are removed on purpose. */
export function addUsers(stack: EnvironmentStack, userPoolId: string): void {
  const { studio, protectFromDestroy } = stack.environment;
  const { users, removedUsers } = studio;
  const add = (id: string, names: readonly string[], preventDestroy: boolean) => {
    const eachUser = TerraformIterator.fromList([...names]);
    // no password here: it would stay in the state; an administrator sets it afterwards
    new CognitoUser(stack, id, {
      forEach: eachUser,
      userPoolId,
      username: eachUser.value as string,
      messageAction: 'SUPPRESS',
      lifecycle: { preventDestroy, ignoreChanges: leftToOthers },
    });
  };
  add('login', users, protectFromDestroy);
  if (removedUsers.length > 0) add('removed-login', [], false);
  addMoves(stack, 'user-moves', userMoves('aws_cognito_user.login', studio));
  addDriftCheck(stack, 'disabled-users', [
    {
      condition: 'alltrue([for user in aws_cognito_user.login : user.enabled])',
      message:
        'studio.users: disabled in Cognito, which a deployment does not change: ${join(", ", [for name, user in aws_cognito_user.login : name if !user.enabled])}. For information only. To let them sign in again, use aws cognito-idp admin-enable-user.',
    },
  ]);
}
