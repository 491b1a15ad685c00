import type { Move } from './protection';

interface Users {
  readonly users: readonly string[];
  readonly removedUsers: readonly string[];
  /** Those of `users` whose resource is in a block of its own, `suspended-…`. None: there is no such block. */
  readonly suspended?: readonly string[];
}

/**
 * Moves of a resource that each user has: from former versions, which had one block for each user; into the block of
 * users who are removed on purpose or suspended; and back for users whose removal failed or whose suspension ended.
 * Without the last, Terraform would destroy these users' resources, as the other block is gone.
 *
 * @param address of the block of all other users, such as `aws_cognito_user.login`
 */
export function userMoves(address: string, { users, removedUsers, suspended }: Users): Move[] {
  const removedAddress = address.replace('.', '.removed-');
  const suspendedAddress = address.replace('.', '.suspended-');
  const isSuspended = new Set(suspended);
  // an address may be moved to from one other only, so the moves of a user are a chain through all blocks
  const blocks = [address, removedAddress, ...(suspended ? [suspendedAddress] : [])];
  const chain = (user: string, last: string): Move[] => {
    const others = blocks.filter((block) => block !== last);
    const places = [`${address}-${user}`, ...[...others, last].map((block) => `${block}["${user}"]`)];
    return places.slice(1).map((to, index) => ({ from: places[index] ?? '', to }));
  };
  return [
    ...users.flatMap((user) => chain(user, isSuspended.has(user) ? suspendedAddress : address)),
    ...removedUsers.flatMap((user) => chain(user, removedAddress)),
  ];
}
