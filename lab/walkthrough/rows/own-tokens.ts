import { employeeRoute, pathFor } from '../../../api/routes';
import { loginNames } from '../../network/addresses';
import { company } from '../../system/company';
import { freshName, withPassword } from '../../system/people';
import { ask } from '../answers';
import {
  atCompany,
  authorizeUrl,
  newBrowser,
  refreshAt,
  revokeAt,
  signInAt,
  type SignInPlace,
} from '../company-sign-in';
import { byOwnTokens, byPinnedKeys, dismiss, hire } from '../company-settings';
import type { Row } from '../row';
import { signIn } from '../sign-in';
import {
  answerWords,
  isAskedAgain,
  newcomer,
  orError,
  signInEnd,
  studioWords,
  suspendedWords,
} from './company-people';

export const ownTokensSection = "The company's own tokens";
const settings = byOwnTokens;
const refused = '401 not_signed_in';

/** The same place, for another client, scope or API. */
const otherwise = (
  changes: Partial<SignInPlace>,
  parameters: Readonly<Record<string, string>> = {},
): SignInPlace => {
  const place = { ...atCompany(), ...changes };
  return { ...place, parameters: { ...place.parameters, ...parameters } };
};

/** People who come with tokens of the company's own provider. */
export const ownTokenRows: readonly Row[] = [
  {
    id: 'own-token',
    section: ownTokensSection,
    settings,
    what:
      'people sign in with a browser at the provider and open Studio: one whom the environment file names by the name at the ' +
      'provider, one by the profile, and one whom it does not name, though they have a profile',
    expected: `Studio of bob; Studio of alice; ${refused}`,
    async run(lab) {
      const ends: string[] = [];
      for (const login of [await hire(lab, 'bob'), await hire(lab, 'alice'), await newcomer(lab)])
        ends.push(await signInEnd(lab, atCompany(), login));
      return ends.join('; ');
    },
  },
  {
    id: 'own-token-refused',
    section: ownTokensSection,
    settings,
    what:
      "somebody asks with the ID token; with a token for another client; without the scope; for another API; of the company's other " +
      "provider; of the user pool; for a colleague's URL",
    expected: `${Array.from({ length: 6 }, () => refused).join('; ')}; 403 not_allowed`,
    async run(lab) {
      const login = await hire(lab, 'bob');
      const places = [
        otherwise({ clientId: company.otherClient }),
        otherwise({ scope: 'openid offline_access' }),
        otherwise({}, { resource: 'api://intranet' }),
        atCompany(loginNames.office),
      ];
      const { access, id } = await signInAt(lab, atCompany(), login);
      const tokens = [id];
      for (const place of places) tokens.push((await signInAt(lab, place, login)).access);
      const clientId = await lab.administration.createClient('other');
      tokens.push((await signIn(lab, await withPassword(lab, 'alice'), { clientId })).access);
      const ends: string[] = [];
      for (const token of tokens) ends.push(await answerWords(lab, token));
      return [...ends, await answerWords(lab, access, pathFor(employeeRoute, 'alice'))].join('; ');
    },
  },
  {
    id: 'own-token-look-alike',
    section: ownTokensSection,
    settings,
    what:
      'the provider names people like others: like a listed person who has another name there, like alice in other letters, with ' +
      'several values, and with one that is too long',
    expected: Array.from({ length: 4 }, () => refused).join('; '),
    async run(lab) {
      const names = ['bob', '\u0430lice', ['alice', 'bob'], 'a'.repeat(300)];
      const ends: string[] = [];
      for (const name of names)
        ends.push(await signInEnd(lab, atCompany(), await hire(lab, freshName('mallory'), name)));
      return ends.join('; ');
    },
  },
  {
    id: 'own-token-sign-out',
    section: ownTokensSection,
    settings,
    what: 'somebody refreshes; revokes the token; signs out at the provider, and opens the sign-in page before and after it',
    expected: 'Studio of bob; invalid_grant; signed in at once; asked again',
    async run(lab) {
      const place = atCompany();
      const browser = newBrowser(lab);
      const tokens = await signInAt(lab, place, await hire(lab, 'bob'), browser);
      const refreshed = await orError(refreshAt(lab, place, tokens).then((own) => studioWords(lab, own)));
      await revokeAt(lab, place, tokens);
      const revoked = await orError(refreshAt(lab, place, tokens).then(() => 'tokens'));
      const address = authorizeUrl({ ...place, scope: `openid ${company.scope}`, parameters: {} }, 'second');
      const before = await isAskedAgain(browser, address);
      const page = await browser.open(
        `https://${loginNames.internet}/session/end?client_id=${place.clientId}`,
      );
      await browser.send(page, { logout: 'yes' });
      return `${refreshed}; ${revoked}; ${before}; ${await isAskedAgain(browser, address)}`;
    },
  },
  {
    id: 'own-token-removed',
    section: ownTokensSection,
    settings,
    what: 'somebody is removed at the provider: they sign in again, refresh, and ask with the token from before, which is valid until it ends',
    expected: 'Your account or password is incorrect.; invalid_grant; 200',
    async run(lab) {
      const place = atCompany();
      const login = await hire(lab, 'bob');
      const tokens = await signInAt(lab, place, login);
      await dismiss(lab, login);
      const again = await signInEnd(lab, place, login);
      const refreshed = await orError(refreshAt(lab, place, tokens).then(() => 'tokens'));
      return `${again}; ${refreshed}; ${String((await ask(lab, tokens.access)).status)}`;
    },
  },
  {
    id: 'own-token-suspended',
    section: ownTokensSection,
    settings,
    what: 'a suspended person signs in and asks for a URL; a page of Studio that was open before asks for more',
    expected: '403 suspended; the open page: 403',
    run: (lab) => suspendedWords(lab, atCompany()),
  },
  {
    id: 'own-token-pinned',
    section: ownTokensSection,
    settings: byPinnedKeys,
    what:
      'the provider is in the office, where AWS does not reach it, and its keys are deployed: somebody signs in there and opens Studio; ' +
      'somebody comes with a token of the provider on the internet',
    expected: `Studio of bob; ${refused}`,
    async run(lab) {
      const login = await hire(lab, 'bob');
      return [
        await signInEnd(lab, atCompany(loginNames.office), login),
        await signInEnd(lab, atCompany(), login),
      ].join('; ');
    },
  },
];
