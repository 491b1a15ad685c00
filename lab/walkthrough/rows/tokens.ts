import { createHmac, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { meRoute } from '../../../api/routes';
import { claimsOf } from '../../cognito/keys';
import type { HostRequest } from '../../hosts/host-process';
import type { Lab } from '../../system/lab';
import { bearer, inWords } from '../answers';
import { withPassword } from '../../system/people';
import { reissue, signIn, tokensOf } from '../sign-in';
import type { Row } from '../row';

const section = 'Tokens';
const refused = '401 application/problem+json';

/** A row for request headers with which nobody must be let in. */
function refusedHeaders(
  id: string,
  what: string,
  count: number,
  headersOf: (lab: Lab) => Promise<readonly NonNullable<HostRequest['headers']>[]>,
): Row {
  return {
    id,
    section,
    what,
    expected: Array.from({ length: count }, () => refused).join(', '),
    async run(lab) {
      const url = `${lab.outputs.apiUrl}${meRoute.path}`;
      const words: string[] = [];
      for (const headers of await headersOf(lab)) {
        words.push(inWords(lab, await lab.hosts.client.request({ url, headers })));
      }
      return words.join(', ');
    },
  };
}

/** A row for tokens that must not be accepted. */
function refusedTokens(
  id: string,
  what: string,
  count: number,
  tokens: (lab: Lab) => Promise<readonly string[]>,
): Row {
  return refusedHeaders(id, what, count, async (lab) => (await tokens(lab)).map(bearer));
}

/** A row for a token that must not be accepted. */
function refusedToken(id: string, what: string, token: (lab: Lab) => Promise<string>): Row {
  return refusedTokens(id, what, 1, async (lab) => [await token(lab)]);
}

/** A genuine access token of alice with other claims. */
async function reissued(lab: Lab, changes: object): Promise<string> {
  return reissue(lab, (await tokensOf(lab, 'alice')).access, changes);
}

/** Alice's claims in tokens that anybody can make: without a signature, or with the pool's public key as secret. */
async function withoutPrivateKey(lab: Lab): Promise<string[]> {
  const [header = '', claims = ''] = (await tokensOf(lab, 'alice')).access.split('.');
  const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { kid: string };
  const { keys } = lab.userPools.keys(lab.outputs.userPoolId).keySet();
  const key = keys.find((candidate) => candidate.kid === kid) ?? {};
  const secret = createPublicKey({ key, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
  const start = (alg: string) =>
    `${Buffer.from(JSON.stringify({ kid, alg })).toString('base64url')}.${claims}`;
  const hmac = createHmac('sha256', secret).update(start('HS256')).digest('base64url');
  return [`${start('none')}.`, `${start('none')}.AAAA`, `${start('HS256')}.${hmac}`];
}

const secondsNow = () => Math.floor(Date.now() / 1000);
/** Names that would match several users, another path, a path of the API itself, or no profile. */
const strangeNames = ['*', 'bo?', 'alice/../bob', 'me', 'Corp_alice', 'bob@corp.example.com', 'Alice', 'a'];

/** Tokens and headers that are refused. */
export const tokenRows: readonly Row[] = [
  refusedHeaders('no-token', 'no token', 1, () => Promise.resolve([{}])),
  refusedHeaders(
    'other-schemes',
    'a valid token without a scheme, under another scheme, beside another one in the same header, and in two headers',
    4,
    async (lab) => {
      const { access } = await tokensOf(lab, 'alice');
      const values = [access, `Basic ${access}`, `Bearer ${access}, Bearer ${access}`];
      const twice = [`Bearer ${access.slice(0, -8)}AAAAAAAA`, `Bearer ${access}`];
      return [...values, twice].map((Authorization) => ({ Authorization }));
    },
  ),
  refusedToken('expired', 'a token that expired a minute ago', (lab) => {
    return reissued(lab, {
      iat: secondsNow() - 3660,
      auth_time: secondsNow() - 3660,
      exp: secondsNow() - 60,
    });
  }),
  refusedToken('no-expiry', 'a token without an expiry', (lab) => reissued(lab, { exp: undefined })),
  refusedToken('not-yet-valid', 'a token that becomes valid in ten minutes', (lab) => {
    return reissued(lab, { nbf: secondsNow() + 600 });
  }),
  refusedToken('other-client', 'a token of another app client of the same pool', async (lab) => {
    const clientId = await lab.administration.createClient('other');
    return (await signIn(lab, await withPassword(lab, 'alice'), { clientId })).access;
  }),
  refusedToken(
    'id-token',
    "alice's ID token in place of her access token",
    async (lab) => (await tokensOf(lab, 'alice')).id,
  ),
  refusedToken(
    'id-token-as-access',
    "an ID token that also carries the app client's id and user name",
    async (lab) => {
      const claims = { ...claimsOf((await tokensOf(lab, 'alice')).access), token_use: 'id' };
      return lab.userPools.keys(lab.outputs.userPoolId).sign('id', claims);
    },
  ),
  refusedToken('forged', "a token with the pool's key id and a stranger's signature", async (lab) => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const claims = claimsOf((await tokensOf(lab, 'alice')).access);
    return lab.userPools.keys(lab.outputs.userPoolId).sign('access', claims, privateKey);
  }),
  refusedTokens(
    'other-algorithms',
    'tokens that need no private key: not signed, signed with anything, signed with the public key as a secret',
    3,
    withoutPrivateKey,
  ),
  refusedTokens(
    'other-names',
    `genuine tokens of users whose names are no profile names: ${strangeNames.join('  ')}`,
    strangeNames.length,
    async (lab) => {
      const { access } = await tokensOf(lab, 'alice');
      return strangeNames.map((username) => reissue(lab, access, { username }));
    },
  ),
  refusedToken('other-issuer', 'a token that names another pool as its issuer', (lab) => {
    return reissued(lab, {
      iss: `https://cognito-idp.${lab.environment.region}.amazonaws.com/us-east-1_other`,
    });
  }),
];
