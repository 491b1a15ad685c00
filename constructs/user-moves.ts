import type { Move } from './protection';

interface Users {
  readonly users: readonly string[];
  readonly removedUsers: readonly string[];
}

/**
 * Moves of a resource that each user has: from former versions, which had one block for each user; out of the protected
 * block for users who are removed on purpose; and back into it for users whose removal failed and was taken back.
 * Without the last, Terraform would destroy these users' resources, as the block without protection is gone.
 *
 * @param address of the protected block, such as `aws_cognito_user.login`
 */
export function userMoves(address: string, { users, removedUsers }: Users): Move[] {
  // the block that removed users' resources are destroyed from, which has no protection
  const removed = address.replace('.', '.removed-');
  // an address may be moved to from one other only, so the moves of a user are a chain
  const chain = (user: string, first: string, last: string): Move[] => [
    { from: `${address}-${user}`, to: `${first}["${user}"]` },
    { from: `${first}["${user}"]`, to: `${last}["${user}"]` },
  ];
  return [
    ...users.flatMap((user) => chain(user, removed, address)),
    ...removedUsers.flatMap((user) => chain(user, address, removed)),
  ];
}
