import { claimsIn } from '../../api/token-claims';

const tokenOf = (payload: string) => `e30.${Buffer.from(payload).toString('base64url')}.x`;

// ÿ and ~ are where base64url differs from base64
test.each([{ name: 'alice' }, { name: 'Zoë ÿ~ÿ~ 北' }, {}])('the claims %j are read', (claims) => {
  expect(claimsIn(tokenOf(JSON.stringify(claims)))).toEqual(claims);
});

test.each(['', 'opaque', 'a.b.c', 'e30.!.x', tokenOf('[]'), tokenOf('null'), tokenOf('{')])(
  'in %j nobody can read claims',
  (token) => {
    expect(claimsIn(token)).toBeUndefined();
  },
);
