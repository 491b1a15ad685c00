import { ownerOf } from '../../../handlers/presigned-url/ownership';

test.each<[unknown, unknown, object]>([
  ['alice', undefined, { profile: 'alice' }],
  ['alice', null, { profile: 'alice' }],
  ['alice', 'me', { profile: 'alice' }],
  ['alice', 'alice', { profile: 'alice' }],
  ['alice', 'bob', { refused: 'not_owner' }],
  ['alice', 'Alice', { refused: 'not_owner' }],
  ['alice', 'ME', { refused: 'not_owner' }],
  ['alice', '', { refused: 'not_owner' }],
  ['alice', 'alice/', { refused: 'not_owner' }],
  ['alice', 'al/ice', { refused: 'not_owner' }],
  ['alice', 'alice%00', { refused: 'not_owner' }],
  ['alice', ['alice'], { refused: 'not_owner' }],
  [undefined, 'alice', { refused: 'not_signed_in' }],
  [null, 'alice', { refused: 'not_signed_in' }],
  ['', 'alice', { refused: 'not_signed_in' }],
  ['bo/b', 'bo/b', { refused: 'invalid_profile' }],
  ['*', '*', { refused: 'invalid_profile' }],
  ['me', 'me', { refused: 'invalid_profile' }],
  ['Me', 'Me', { refused: 'invalid_profile' }],
  [['alice'], 'alice', { refused: 'invalid_profile' }],
  [7, '7', { refused: 'invalid_profile' }],
])('signed in as %j, asking for %j', (signedIn, path, expected) => {
  expect(ownerOf(signedIn, path)).toEqual(expected);
});
