import { userMoves } from '../../constructs/user-moves';

const address = 'aws_cognito_user.login';
const removed = 'aws_cognito_user.removed-login';

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

it('no address is moved from twice or moved to twice, which Terraform refuses', () => {
  const moves = userMoves(address, { users: ['al', 'al-b'], removedUsers: ['b', 'al-b-c'] });
  expect(new Set(moves.map(({ from }) => from)).size).toBe(moves.length);
  expect(new Set(moves.map(({ to }) => to)).size).toBe(moves.length);
});

it('without users there is nothing to move', () => {
  expect(userMoves(address, { users: [], removedUsers: [] })).toEqual([]);
});
