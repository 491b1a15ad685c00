import { userMoves } from '../../constructs/user-moves';

const address = 'aws_cognito_user.login';
const removed = 'aws_cognito_user.removed-login';
const suspended = 'aws_cognito_user.suspended-login';

it('users of former versions, and users whose removal was taken back, are found in the protected block', () => {
  expect(userMoves(address, { users: ['alice'], removedUsers: [] })).toEqual([
    { from: 'aws_cognito_user.login-alice', to: `${removed}["alice"]` },
    { from: `${removed}["alice"]`, to: `${address}["alice"]` },
  ]);
});

it('users who are removed on purpose leave the protected block', () => {
  expect(userMoves(address, { users: [], removedUsers: ['bob'] })).toEqual([
    { from: 'aws_cognito_user.login-bob', to: `${address}["bob"]` },
    { from: `${address}["bob"]`, to: `${removed}["bob"]` },
  ]);
});

it.each([
  ['who is suspended', { users: ['bob'], removedUsers: [], suspended: ['bob'] }, suspended],
  ['whose suspension ended', { users: ['bob'], removedUsers: [], suspended: [] }, address],
  ['who is removed after a suspension', { users: [], removedUsers: ['bob'], suspended: [] }, removed],
])('a user %s is found at every address they may have had', (_, users, expected) => {
  const moves = userMoves(address, users);
  expect(moves.map(({ from }) => from).sort()).toEqual(
    [
      `${address}-bob`,
      ...[address, removed, suspended]
        .filter((block) => block !== expected)
        .map((block) => `${block}["bob"]`),
    ].sort(),
  );
  const next = new Map(moves.map(({ from, to }) => [from, to]));
  for (let place = `${address}-bob`; ; place = next.get(place) ?? '') {
    if (next.has(place)) continue;
    expect(place).toBe(`${expected}["bob"]`);
    break;
  }
});

it('no address is moved from twice or moved to twice, which Terraform refuses', () => {
  const moves = userMoves(address, {
    users: ['al', 'al-b', 'carol'],
    removedUsers: ['b', 'al-b-c'],
    suspended: ['carol'],
  });
  expect(new Set(moves.map(({ from }) => from)).size).toBe(moves.length);
  expect(new Set(moves.map(({ to }) => to)).size).toBe(moves.length);
});

it('without users there is nothing to move', () => {
  expect(userMoves(address, { users: [], removedUsers: [] })).toEqual([]);
});
