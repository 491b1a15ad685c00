import type { KeyObject } from 'node:crypto';
import { cognitoTokens } from '../../../handlers/authorizer/cognito-token';
import { bearerToken, type TokenRules, verifyToken } from '../../../handlers/authorizer/token';
import {
  accessKid,
  attacks,
  claims,
  clientId,
  header,
  issuer,
  makePool,
} from '../../../test-support/handlers/attacks';
import { mint, rs256 } from '../../../test-support/handlers/tokens';

const pool = makePool();
const now = 1_800_000_000;
const valid = mint(header, claims(now), rs256(pool.access.privateKey));

function rules(changes: Partial<TokenRules> = {}): TokenRules {
  const keys = new Map<string, KeyObject>([[accessKid, pool.access.publicKey]]);
  return {
    issuer,
    accessToken: cognitoTokens([clientId]),
    findKey: (kid) => Promise.resolve(keys.get(kid)),
    now: () => now,
    ...changes,
  };
}

test('a valid token gives its claims', async () => {
  await expect(verifyToken(valid, rules())).resolves.toEqual({ claims: claims(now) });
});

test('a token is valid from nbf to the second before exp', async () => {
  const token = mint(header, { ...claims(now), nbf: now, exp: now + 10 }, rs256(pool.access.privateKey));
  const at = (time: number) => verifyToken(token, rules({ now: () => time }));
  await expect(at(now - 1)).resolves.toEqual({ refused: 'not_yet_valid' });
  await expect(at(now)).resolves.toHaveProperty('claims');
  await expect(at(now + 9)).resolves.toHaveProperty('claims');
  await expect(at(now + 10)).resolves.toEqual({ refused: 'expired' });
});

test("both forms of Cognito's issuer can be the issuer, each only if it is configured", async () => {
  const other = issuer.replace('//', '//issuer-');
  const token = mint(header, { ...claims(now), iss: other }, rs256(pool.access.privateKey));
  await expect(verifyToken(token, rules({ issuer: other }))).resolves.toHaveProperty('claims');
  await expect(verifyToken(valid, rules({ issuer: other }))).resolves.toEqual({ refused: 'wrong_issuer' });
});

test.each([
  ['portal', true],
  ['command_line', true],
  ['other', false],
  ['portal,command_line', false],
  ['', false],
  [['portal'], false],
  [undefined, false],
])('of two app clients, a token of %j is accepted: %s', async (client, isAccepted) => {
  const token = mint(header, { ...claims(now), client_id: client }, rs256(pool.access.privateKey));
  const accessToken = cognitoTokens(['portal', 'command_line']);
  const expected = isAccepted
    ? { claims: { ...claims(now), client_id: client } }
    : { refused: 'wrong_client' };
  await expect(verifyToken(token, rules({ accessToken }))).resolves.toEqual(expected);
});

test('an error of the key source is passed on, and is not a verdict', async () => {
  const failure = new Error('down');
  await expect(verifyToken(valid, rules({ findKey: () => Promise.reject(failure) }))).rejects.toBe(failure);
});

test('no key is looked for on behalf of a token that cannot be valid', async () => {
  const looked: string[] = [];
  const findKey = (kid: string) => {
    looked.push(kid);
    return Promise.resolve(undefined);
  };
  for (const attack of attacks(pool, now, 'http://127.0.0.1:9/')) {
    if (!['wrong_algorithm', 'critical_header'].includes(attack.expected)) continue;
    const { Authorization } = (attack.event as { headers: { Authorization: string } }).headers;
    const found = bearerToken([Authorization]);
    if ('token' in found) await verifyToken(found.token, rules({ findKey }));
  }
  expect(looked).toEqual([]);
});

test.each<[string, string[], ReturnType<typeof bearerToken>]>([
  ['one value', ['Bearer a.b.AAAA'], { token: 'a.b.AAAA' }],
  ['the scheme in lower case', ['bearer a.b.AAAA'], { token: 'a.b.AAAA' }],
  ['the scheme in upper case', ['BEARER a.b.AAAA'], { token: 'a.b.AAAA' }],
  ['several spaces after the scheme', ['Bearer   a.b.AAAA'], { token: 'a.b.AAAA' }],
  ['none', [], { refused: 'missing_token' }],
  ['several', ['Bearer a.b.AAAA', 'Bearer a.b.AAAA'], { refused: 'ambiguous_token' }],
  ['another scheme', ['Token a.b.AAAA'], { refused: 'wrong_scheme' }],
  ['a signature that is no whole number of bytes', ['Bearer a.b.AAAAA'], { refused: 'malformed_token' }],
  ['a signature with spare bits', ['Bearer a.b.AB'], { refused: 'malformed_token' }],
])('the Authorization header with %s', (_name, values, expected) => {
  expect(bearerToken(values)).toEqual(expected);
});
