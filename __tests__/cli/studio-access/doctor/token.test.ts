import { explainToken } from '../../../../cli/studio-access/doctor/token';

const now = Date.UTC(2026, 0, 2);
const inMinutes = (minutes: number) => now / 1000 + 60 * minutes;
const issuer = 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Example01';
const whole = {
  iss: issuer,
  client_id: 'client1',
  token_use: 'access',
  username: 'alice',
  exp: inMinutes(20),
  sub: 'planted-claim',
};
const tokenOf = (claims: object) =>
  ['{"alg":"RS256"}', JSON.stringify(claims), 'x']
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.');
const cognito = { issuer, clientId: 'client1', profileClaim: 'username', isCognito: true, now };
const company = { clientId: 'client1', isCognito: false, now };

it.each<[what: string, token: string, expectations: Parameters<typeof explainToken>[1], cause: string]>([
  ['whole', tokenOf(whole), cognito, 'ok'],
  [
    'of a company, which names the client elsewhere',
    tokenOf({ azp: 'client1', exp: inMinutes(1) }),
    company,
    'ok',
  ],
  ['of a company, without a client', tokenOf({ exp: inMinutes(1) }), company, 'ok'],
  ['of another pool', tokenOf({ ...whole, iss: `${issuer}2` }), cognito, 'wrong_issuer'],
  ['of another client', tokenOf({ ...whole, client_id: 'other' }), cognito, 'wrong_client'],
  ['of another client of a company', tokenOf({ appid: 'other', exp: inMinutes(1) }), company, 'wrong_client'],
  ['for the client itself', tokenOf({ ...whole, token_use: 'id' }), cognito, 'wrong_use'],
  ['that is over', tokenOf({ ...whole, exp: inMinutes(-5) }), cognito, 'expired'],
  ['without an end', tokenOf({ ...whole, exp: undefined }), cognito, 'expired'],
  ['that is not valid yet', tokenOf({ ...whole, nbf: inMinutes(5) }), cognito, 'not_yet_valid'],
  ['that names nobody', tokenOf({ ...whole, username: undefined }), cognito, 'no_profile_claim'],
  ['that names nobody in words', tokenOf({ ...whole, username: '' }), cognito, 'no_profile_claim'],
  ['that is opaque', 'AbCdEf', company, 'no_jwt'],
  ['that is broken', 'a.b.c', company, 'no_jwt'],
])('a token %s', (_, token, expectations, cause) => {
  const examined = explainToken(token, expectations);
  expect('cause' in examined ? examined.cause : 'ok').toBe(cause);
  const said = JSON.stringify(examined);
  for (const secret of [token, 'planted-claim', 'alice']) expect(said).not.toContain(secret);
});
