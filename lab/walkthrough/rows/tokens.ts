import { generateKeyPairSync } from 'node:crypto';
import { claimsOf } from '../../cognito/keys';
import type { Lab } from '../../system/lab';
import { ask, describe, inWords, newPerson, signIn, signInWords, withPassword } from '../people';
import type { Row } from '../row';

const section = 'Tokens and users';
const refused = '401 application/problem+json';

/** A row for a token that must not be taken; none for a request without one. */
function refusedToken(id: string, what: string, token: (lab: Lab) => Promise<string | undefined>): Row {
  return {
    id,
    section,
    what,
    expected: refused,
    async run(lab) {
      const value = await token(lab);
      const headers = value === undefined ? {} : { Authorization: `Bearer ${value}` };
      return inWords(lab, await lab.hosts.client.request({ url: `${lab.outputs.apiUrl}/me`, headers }));
    },
  };
}

const aliceTokens = async (lab: Lab) => signIn(lab, await withPassword(lab, 'alice'));

/** A genuine access token of alice's with other claims, signed by the pool's own key. */
export async function reissued(lab: Lab, changes: object): Promise<string> {
  const { access } = await aliceTokens(lab);
  return lab.userPools.keys(lab.outputs.userPoolId).sign('access', { ...claimsOf(access), ...changes });
}

const secondsNow = () => Math.floor(Date.now() / 1000);
let unique = 0;
/** A user name that nobody has had before. */
export const freshName = (start: string) => `${start}${(unique += 1)}`;

/** Who is let in, and who is not. */
export const tokenRows: readonly Row[] = [
  refusedToken('no-token', 'no token', () => Promise.resolve(undefined)),
  refusedToken('expired', 'a token that expired a minute ago', (lab) => {
    return reissued(lab, {
      iat: secondsNow() - 3660,
      auth_time: secondsNow() - 3660,
      exp: secondsNow() - 60,
    });
  }),
  refusedToken('other-client', 'a token of another app client of the same pool', async (lab) => {
    const clientId = await lab.administration.createClient('other');
    return (await signIn(lab, await withPassword(lab, 'alice'), { clientId })).access;
  }),
  refusedToken(
    'id-token',
    "alice's ID token in place of her access token",
    async (lab) => (await aliceTokens(lab)).id,
  ),
  refusedToken(
    'id-token-as-access',
    "an ID token that also carries the app client's id and user name",
    async (lab) => {
      const claims = { ...claimsOf((await aliceTokens(lab)).access), token_use: 'id' };
      return lab.userPools.keys(lab.outputs.userPoolId).sign('id', claims);
    },
  ),
  refusedToken('forged', "a token with the pool's key id and a stranger's signature", async (lab) => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const claims = claimsOf((await aliceTokens(lab)).access);
    return lab.userPools.keys(lab.outputs.userPoolId).sign('access', claims, privateKey);
  }),
  refusedToken('other-issuer', 'a token that names another pool as its issuer', (lab) => {
    return reissued(lab, {
      iss: `https://cognito-idp.${lab.environment.region}.amazonaws.com/us-east-1_other`,
    });
  }),
  {
    id: 'user-suspended',
    section,
    what: 'a suspended user signs in; a token from before goes on working until it expires',
    expected: 'sign-in: 400 NotAuthorizedException; with the token from before: 200',
    async run(lab) {
      const person = await newPerson(lab, freshName('suspended'));
      const { access } = await signIn(lab, person);
      await lab.administration.disableUser(person.name);
      const signedIn = await signInWords(lab, person);
      return `${signedIn}; with the token from before: ${String((await ask(lab, access)).status)}`;
    },
  },
  {
    id: 'user-deleted',
    section,
    what: 'a deleted user signs in',
    expected: 'sign-in: 400 NotAuthorizedException',
    async run(lab) {
      const person = await newPerson(lab, freshName('deleted'));
      await lab.administration.deleteUser(person.name);
      return signInWords(lab, person);
    },
  },
  {
    id: 'profile-missing',
    section,
    what: 'a user who has no Studio profile asks for a URL',
    expected: '404 application/problem+json',
    async run(lab) {
      const person = await newPerson(lab, freshName('unprofiled'), { profile: false });
      return describe(await ask(lab, (await signIn(lab, person)).access));
    },
  },
];
