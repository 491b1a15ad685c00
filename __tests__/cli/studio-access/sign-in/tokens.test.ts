import { expiryOf, userOf } from '../../../../cli/studio-access/sign-in/tokens';

const jwt = (claims: object) => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.x`;
const tokens = (access: string, id?: string) => ({
  accessToken: access,
  accessTokenExpiresAt: 0,
  ...(id !== undefined && { idToken: id }),
});

it.each<[what: string, access: string, id: string | undefined, expected: string]>([
  ["Cognito's access token", jwt({ username: 'alice', sub: 's' }), jwt({ email: 'a@b' }), 'alice'],
  [
    'a name in the ID token',
    jwt({ sub: 's' }),
    jwt({ preferred_username: 'alice', email: 'a@b', sub: 't' }),
    'alice',
  ],
  ['an address in the ID token', jwt({ sub: 's' }), jwt({ email: 'a@b', sub: 't' }), 'a@b'],
  ['a subject', 'opaque', jwt({ sub: 't' }), 't'],
  ['no ID token', jwt({ sub: 's' }), undefined, 's'],
  ['no claims', jwt([]), 'x.bnVsbA.y', 'unknown'],
  ['nothing readable', 'opaque', '', 'unknown'],
])('whose tokens they are: %s', (_, access, id, expected) => {
  expect(userOf(tokens(access, id))).toBe(expected);
});

it('the end of a token is counted by this computer, and is near where the provider says nothing', () => {
  expect(expiryOf(3600, 1000)).toBe(3_601_000);
  expect(expiryOf(undefined, 0)).toBe(300_000);
});
