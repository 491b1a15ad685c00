import { employeeRoute, pathFor } from '../../../api/routes';
import { claimsOf } from '../../cognito/keys';
import { company } from '../../system/company';
import type { Lab } from '../../system/lab';
import { freshName, withPassword } from '../../system/people';
import type { Invoker } from '../../lambda/invoke-permission';
import {
  atUserPool,
  authorizeUrl,
  newBrowser,
  refreshAt,
  revokeAt,
  signInAt,
  type SignInPlace,
} from '../company-sign-in';
import { dismiss, employeeIds, hire, overOidc, overSaml, providerName } from '../company-settings';
import type { Settings } from '../other-settings';
import type { Row } from '../row';
import { signIn, signInWords, writeWords } from '../sign-in';
import {
  answerWords,
  isAskedAgain,
  newcomer,
  orError,
  signInEnd,
  studioWords,
  suspendedWords,
} from './company-people';

const throughProvider = (lab: Lab): SignInPlace => atUserPool(lab, providerName);

const localLogin = async (lab: Lab, name: string) => {
  const { password } = await withPassword(lab, name);
  return { username: name, password };
};

const failed = (why: string) => `PreTokenGeneration failed with error ${why}.`;
const operator = 'ask the operator of SageMaker Studio';
const nameTaken = failed(
  `Your name is taken by somebody who signs in in another way, so ${operator} for another one`,
);
const notListed = failed(
  `You are not on the list of people who may use SageMaker Studio, so ${operator} to add you`,
);
const severalValues = failed(
  `The company's identity provider sends a name for you that has several values, so ${operator} to have it changed there`,
);

/** Rows for people of the company's provider, whichever protocol it speaks. */
function peopleRows(kind: 'oidc' | 'saml', section: string, settings: Settings): Row[] {
  const row = (own: Omit<Row, 'section' | 'settings'>): Row => ({ ...own, section, settings });
  return [
    row({
      id: `${kind}-suspended`,
      what: 'a suspended person of the company signs in and asks for a URL; a page of Studio that was open before asks for more',
      expected: '403 suspended; the open page: 403',
      run: (lab) => suspendedWords(lab, throughProvider(lab)),
    }),
    row({
      id: `${kind}-removed`,
      what:
        'somebody is removed at the provider: they sign in again; they get new tokens with those from before, until a working ' +
        'day is over; and one whose user an administrator disables in the pool',
      expected:
        'Your account or password is incorrect.; refresh: Studio of bob; after 12 hours: invalid_grant; disabled: invalid_grant',
      async run(lab) {
        const place = throughProvider(lab);
        const login = await hire(lab, 'bob');
        const tokens = await signInAt(lab, place, login);
        await dismiss(lab, login);
        const again = await signInEnd(lab, place, login);
        const refreshed = async () => studioWords(lab, await refreshAt(lab, place, tokens));
        const early = await orError(refreshed());
        const { clock } = lab.userPools;
        const late = await clock.whileItStands(async () => {
          clock.advance(12 * 3600);
          const end = await orError(refreshed());
          clock.advance(-12 * 3600);
          return end;
        });
        const other = await signInAt(lab, place, await hire(lab, 'bob'));
        await lab.administration.disableUser(String(claimsOf(other.access).username));
        const disabled = await orError(refreshAt(lab, place, other).then(() => 'tokens'));
        return `${again}; refresh: ${early}; after 12 hours: ${late}; disabled: ${disabled}`;
      },
    }),
    row({
      id: `${kind}-sign-out`,
      what:
        'somebody opens the sign-in page a second time; signs out, and opens it again; signs out to an address that is not ' +
        'registered; and refreshes with a token that was revoked',
      expected: 'signed in at once; asked again; 400; invalid_grant',
      async run(lab) {
        const place = atUserPool(lab);
        const browser = newBrowser(lab);
        const tokens = await signInAt(lab, throughProvider(lab), await hire(lab, 'bob'), browser);
        const second = await isAskedAgain(browser, authorizeUrl(place, 'second'));
        const logout = new URL('/logout', place.authorize);
        logout.search = new URLSearchParams({
          client_id: place.clientId,
          logout_uri: company.signOutUrl,
        }).toString();
        await browser.open(logout);
        const third = await isAskedAgain(browser, authorizeUrl(place, 'third'));
        logout.searchParams.set('logout_uri', 'https://attacker.example/');
        const elsewhere = (await browser.open(logout)).status;
        await revokeAt(lab, place, tokens);
        const revoked = await orError(refreshAt(lab, place, tokens).then(() => 'tokens'));
        return `${second}; ${third}; ${elsewhere}; ${revoked}`;
      },
    }),
  ];
}

export const oidcSection = 'Federation by OpenID Connect';
export const samlSection = 'Federation by SAML';

/** People who sign in at the company's provider by OpenID Connect, through the user pool. */
export const oidcRows: readonly Row[] = [
  {
    id: 'oidc-sign-in',
    section: oidcSection,
    settings: overOidc,
    what:
      'people sign in with a browser at the sign-in domain and open Studio: one of the company whom the environment file names; one ' +
      'whom it does not, though they have a profile; a user with a password, on the same page',
    expected: `Studio of bob; ${notListed}; Studio of alice`,
    async run(lab) {
      const place = throughProvider(lab);
      const ends = [
        await signInEnd(lab, place, await hire(lab, 'bob')),
        await signInEnd(lab, place, await newcomer(lab)),
        await signInEnd(lab, atUserPool(lab), await localLogin(lab, 'alice')),
      ];
      return ends.join('; ');
    },
  },
  {
    id: 'oidc-refused',
    section: oidcSection,
    settings: overOidc,
    what:
      "one of the company asks for a colleague's URL; with the ID token; with a token of another client of the pool; a user of the " +
      'pool whom the environment file does not name signs in',
    expected: `403 not_allowed; 401 not_signed_in; 401 not_signed_in; ${notListed}`,
    async run(lab) {
      const tokens = await signInAt(lab, throughProvider(lab), await hire(lab, 'bob'));
      const clientId = await lab.administration.createClient('other');
      const otherClient = await signIn(lab, await withPassword(lab, 'alice'), { clientId });
      const stranger = freshName('unlisted');
      await lab.administration.createUser(stranger);
      const ends = [
        await answerWords(lab, tokens.access, pathFor(employeeRoute, 'alice')),
        await answerWords(lab, tokens.id),
        await answerWords(lab, otherClient.access),
        await signInEnd(lab, atUserPool(lab), await localLogin(lab, stranger)),
      ];
      return ends.join('; ');
    },
  },
  {
    id: 'oidc-rewrite',
    section: oidcSection,
    settings: overOidc,
    what:
      'somebody of the company tries to become alice by the attribute that names them: with the scope to write it; with their own ' +
      'token; then they refresh. A user with a password tries to sign in past the pages, where every token has that scope',
    expected:
      'invalid_scope; custom:person: 400 NotAuthorizedException; Studio of bob; sign-in: 400 InvalidParameterException',
    async run(lab) {
      const place = throughProvider(lab);
      const login = await hire(lab, 'bob');
      const wide = { ...place, scope: 'openid aws.cognito.signin.user.admin' };
      const tokens = await signInAt(lab, place, login);
      const wider = await signInAt(lab, wide, login).catch((error: unknown) => error);
      const writing = wider instanceof Error ? tokens : (wider as typeof tokens);
      const ends = [
        wider instanceof Error ? wider.message : 'a token',
        await writeWords(lab, writing, 'custom:person'),
        await orError(refreshAt(lab, place, tokens).then((own) => studioWords(lab, own))),
        await signInWords(lab, await withPassword(lab, 'alice')),
      ];
      return ends.join('; ');
    },
  },
  {
    id: 'oidc-look-alike',
    section: oidcSection,
    settings: overOidc,
    what:
      'the provider names people like others: like a user with a password, like a listed person of the company, like alice in other ' +
      'letters, with a name that is too long, and with an empty one',
    expected: `${nameTaken}; ${nameTaken}; ${notListed}; ${failed(
      `The company's identity provider sends a name for you that is longer than 256 characters, so ${operator} to have it changed there`,
    )}; ${failed(
      `The company's identity provider sends a name for you that is empty, so ${operator} to have it changed there`,
    )}`,
    async run(lab) {
      const names = ['alice', 'bob', '\u0430lice', 'a'.repeat(300), ''];
      const ends: string[] = [];
      for (const name of names)
        ends.push(await signInEnd(lab, throughProvider(lab), await hire(lab, freshName('mallory'), name)));
      return ends.join('; ');
    },
  },
  {
    id: 'oidc-other-provider',
    section: oidcSection,
    settings: overOidc,
    what: 'a second provider is added to the pool by hand, and names somebody like bob; an administrator links somebody to alice',
    expected: `${failed("This identity provider is not the company's, so sign in with the company's")}; ${failed(
      `Your account is linked to several ways of signing in, so ${operator} to take the links away`,
    )}`,
    async run(lab) {
      const { userPoolId, appClientId } = lab.outputs;
      await lab.administration.copyProvider(providerName, 'Partner', appClientId);
      const partner = await signInEnd(lab, atUserPool(lab, 'Partner'), await hire(lab, 'bob'));
      await lab.administration.removeProvider('Partner', appClientId);
      const login = await hire(lab, freshName('mallory'));
      const identity = { userId: login.subject, providerName, providerType: 'OIDC' };
      lab.userPools.link(userPoolId, 'alice', identity);
      const linked = await signInEnd(lab, throughProvider(lab), login);
      lab.userPools.unlink(userPoolId, 'alice');
      return `${partner}; ${linked}`;
    },
  },
  {
    id: 'oidc-refresh',
    section: oidcSection,
    settings: overOidc,
    what: 'somebody refreshes; refreshes after the attribute that names them was changed to that of somebody who is suspended; and to a name that is taken',
    expected: 'Studio of bob; 403 suspended; invalid_grant',
    async run(lab) {
      const place = throughProvider(lab);
      const login = await hire(lab, 'bob');
      const tokens = await signInAt(lab, place, login);
      const user = `${providerName}_${login.subject}`.toLowerCase();
      const ends: string[] = [];
      for (const name of [...Object.values(employeeIds), 'alice']) {
        await lab.administration.setAttribute(user, 'custom:person', name);
        ends.push(await orError(refreshAt(lab, place, tokens).then((own) => studioWords(lab, own))));
      }
      return ends.join('; ');
    },
  },
  {
    id: 'trigger-permission',
    section: oidcSection,
    settings: overOidc,
    what: 'who may invoke the function that names profiles: the user pool; another pool of the account; API Gateway',
    expected: 'yes, no, no',
    async run(lab) {
      const { accountId, region } = lab.deployed.standIn;
      const pool = (id: string): Invoker => ({
        service: 'cognito-idp.amazonaws.com',
        sourceArn: `arn:aws:cognito-idp:${region}:${accountId}:userpool/${id}`,
        sourceAccount: accountId,
      });
      const own = pool(lab.outputs.userPoolId);
      const invokers: Invoker[] = [
        own,
        pool(`${region}_Other0001`),
        { ...own, service: 'apigateway.amazonaws.com' },
      ];
      const answers = await Promise.all(invokers.map((invoker) => lab.mayInvoke('profile-claim', invoker)));
      return answers.map((may) => (may ? 'yes' : 'no')).join(', ');
    },
  },
  ...peopleRows('oidc', oidcSection, overOidc),
];

/** The same by SAML. */
export const samlRows: readonly Row[] = [
  {
    id: 'saml-sign-in',
    section: samlSection,
    settings: overSaml,
    what:
      'people sign in with a browser at the sign-in domain and open Studio: one of the company whom the environment file names; a user ' +
      'with a password, on the same page',
    expected: 'Studio of bob; Studio of alice',
    run: async (lab) =>
      [
        await signInEnd(lab, throughProvider(lab), await hire(lab, 'bob')),
        await signInEnd(lab, atUserPool(lab), await localLogin(lab, 'alice')),
      ].join('; '),
  },
  {
    id: 'saml-refused',
    section: samlSection,
    settings: overSaml,
    what:
      'the provider sends people who are not listed, or named like alice, or with two names, of which one is a listed one; an ' +
      "answer that nobody asked for arrives; somebody asks for a colleague's URL, and with the ID token",
    expected: `${notListed}; ${nameTaken}; ${severalValues}; 400; 403 not_allowed; 401 not_signed_in`,
    async run(lab) {
      const place = throughProvider(lab);
      const ends: string[] = [];
      for (const name of ['e-1', 'alice', [employeeIds.bob ?? '', 'alice']])
        ends.push(await signInEnd(lab, place, await hire(lab, freshName('mallory'), name)));
      const unasked = await newBrowser(lab).open(
        new URL('/saml2/idpresponse', place.authorize),
        new URLSearchParams({ SAMLResponse: 'e30.e30.', RelayState: 'none' }),
      );
      const tokens = await signInAt(lab, place, await hire(lab, 'bob'));
      ends.push(
        String(unasked.status),
        await answerWords(lab, tokens.access, pathFor(employeeRoute, 'alice')),
      );
      return [...ends, await answerWords(lab, tokens.id)].join('; ');
    },
  },
  ...peopleRows('saml', samlSection, overSaml),
];
