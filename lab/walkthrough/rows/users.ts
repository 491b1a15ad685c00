import { claimsOf } from '../../cognito/keys';
import { isObject, objects, strings } from '../../shared/json';
import { ask, inWords, statusWords } from '../answers';
import { answeredBy } from '../observations';
import { freshName, newPassword, newPerson, newProfile, withPassword } from '../../system/people';
import { refreshWords, signIn, signInWords, signUpWords, tokensOf, writeWords } from '../sign-in';
import type { Row } from '../row';

const section = 'Users';

/** Cognito's words for those of the environment file. */
const secondFactor = { off: 'OFF', required: 'ON' } as const;

/** New, suspended and deleted users, and impostors. */
export const userRows: readonly Row[] = [
  {
    id: 'user-suspended',
    section,
    what: 'a suspended user signs in, and asks for new tokens; an earlier token works until it expires',
    expected:
      'sign-in: 400 NotAuthorizedException; refresh: 400 NotAuthorizedException; with the token from before: 200',
    async run(lab) {
      const person = await newPerson(lab, freshName('suspended'));
      const tokens = await signIn(lab, person);
      await lab.administration.disableUser(person.name);
      const words = [await signInWords(lab, person), await refreshWords(lab, tokens)].join('; ');
      return `${words}; with the token from before: ${String((await ask(lab, tokens.access)).status)}`;
    },
  },
  {
    id: 'refresh-ends',
    section,
    what: 'new tokens are asked for, without the password, a second before and a second after the end of a working day',
    expected: 'refresh: tokens; refresh: 400 NotAuthorizedException',
    async run(lab) {
      const tokens = await tokensOf(lab, 'alice');
      const { clock } = lab.userPools;
      return clock.whileItStands(async () => {
        // Cognito requires that a refresh token lives at least as long as an access token
        clock.advance(
          Math.max(12, Math.ceil((lab.environment.identity.cognito?.accessTokenMinutes ?? 0) / 60)) * 3600 -
            1,
        );
        const before = await refreshWords(lab, tokens);
        clock.advance(2);
        return `${before}; ${await refreshWords(lab, tokens)}`;
      });
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
    id: 'self-sign-up',
    section,
    what: 'a stranger signs up under the name of a Studio profile that has no user yet',
    expected: 'sign-up: 400 NotAuthorizedException',
    async run(lab) {
      const name = freshName('newcomer');
      await newProfile(lab, name);
      return signUpWords(lab, { name, password: newPassword() });
    },
  },
  {
    id: 'other-case',
    section,
    what: 'an administrator creates a user whose name differs from another only in case, which SageMaker does not distinguish',
    expected: 'UsernameExistsException',
    async run(lab) {
      const { name } = await newPerson(lab, freshName('namesake'));
      return lab.administration.createUser(name.toUpperCase()).then(
        () => 'created',
        (error: unknown) => /"__type": ?"(\w+)"/.exec(String(error))?.[1] ?? String(error),
      );
    },
  },
  {
    id: 'name-in-capitals',
    section,
    what: 'alice types her name in capitals: she signs in as ALICE, asks for her URL, and then for the path /ALICE',
    expected: 'a token for alice; 200, URL of alice; 403 by API Gateway (ACCESS_DENIED)',
    async run(lab) {
      const { password } = await withPassword(lab, 'alice');
      const { access } = await signIn(lab, { name: 'ALICE', password });
      const own = inWords(lab, await ask(lab, access));
      const typed = await ask(lab, access, '/ALICE');
      const { username } = claimsOf(access);
      return `a token for ${String(username)}; ${own}; ${typed.status ?? 0} by ${answeredBy(lab, typed)}`;
    },
  },
  {
    id: 'own-attributes',
    section,
    what: 'alice writes attributes of hers with her own access token: two standard ones, and each that the app client names',
    expected:
      'email: 400 NotAuthorizedException; preferred_username: 400 NotAuthorizedException; custom:nothing: 400 InvalidParameterException',
    async run(lab) {
      const tokens = await tokensOf(lab, 'alice');
      const { client } = await lab.administration.settings(lab.outputs.appClientId);
      const words: string[] = [];
      for (const name of ['email', 'preferred_username', ...strings(client, 'WriteAttributes')])
        words.push(await writeWords(lab, tokens, name));
      return words.join('; ');
    },
  },
  {
    id: 'profile-missing',
    section,
    what: 'a user who has no Studio profile asks for a URL',
    expected: '404 application/problem+json',
    async run(lab) {
      const person = await newPerson(lab, freshName('unprofiled'), { profile: false });
      return statusWords(await ask(lab, (await signIn(lab, person)).access));
    },
  },
  {
    id: 'sign-in-settings',
    section,
    what: "the pool and the app client: second factor as in the environment file, length of passwords, who may reset one, sign-in by a browser's redirect, revocation",
    expected: ({ identity }) => `${secondFactor[identity.cognito?.mfa ?? 'off']}, 14, admin_only, none, true`,
    async run(lab) {
      const { pool, client } = await lab.administration.settings(lab.outputs.appClientId);
      const policies = isObject(pool.Policies) ? pool.Policies : {};
      const passwords = isObject(policies.PasswordPolicy) ? policies.PasswordPolicy : {};
      const recovery = isObject(pool.AccountRecoverySetting) ? pool.AccountRecoverySetting : {};
      return [
        pool.MfaConfiguration,
        passwords.MinimumLength,
        objects(recovery, 'RecoveryMechanisms')
          .map(({ Name }) => Name)
          .join(' and '),
        client.AllowedOAuthFlowsUserPoolClient === true
          ? strings(client, 'AllowedOAuthFlows').join(' ')
          : 'none',
        client.EnableTokenRevocation,
      ].join(', ');
    },
  },
];
