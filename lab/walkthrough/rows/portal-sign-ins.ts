import { loginNames } from '../../network/addresses';
import { oneTimeCode, stepMilliseconds } from '../../shared/one-time-code';
import { company } from '../../system/company';
import type { Lab } from '../../system/lab';
import { freshName, newPassword, newProfile } from '../../system/people';
import { byOwnTokens, hire, overOidc, overSaml, providerName, withSecondFactor } from '../company-settings';
import type { Login } from '../company-sign-in';
import { type AtPortal, atPortal, furtherForm, signInPage } from '../portal';
import type { Row } from '../row';
import { oidcSection, samlSection } from './federation';
import { ownTokensSection } from './own-tokens';
import { cognitoHosts, login } from './portal';

const opened = 'Open Studio';

/** Where requests go while somebody signs in at the pool's pages. */
const poolHosts = ({ environment: { region } }: Lab) => [
  `${company.signInPrefix}.auth.${region}.amazoncognito.com`,
  loginNames.internet,
];

/** A first sign-in with the page's own form, in a pool that asks for second factors. */
export const portalFirstSignIn: Row = {
  id: 'portal-first-sign-in',
  section: 'The page in a browser on a desk',
  settings: withSecondFactor,
  what:
    'somebody new signs in with a one-time password: chooses a password, sets up an authenticator app, with a wrong code first, and opens ' +
    'Studio; signs in again with a code that was used, and with the next one',
  expected:
    'Choose your password; Set up a second factor; That code is wrong.; Open Studio, the secret is gone; Studio of them; no secret in ' +
    'the window; Second factor; That code was used before, or has expired.; Open Studio; nothing amiss',
  run: (lab) =>
    atPortal(lab, cognitoHosts(lab), async (person, words) => {
      const { page } = person.visit;
      const [username, once, password] = [freshName('newcomer'), newPassword(), newPassword()];
      await newProfile(lab, username);
      await lab.administration.inviteUser(username, once);
      const alert = async () => /^[^.]*\./.exec(await page.getByRole('alert').innerText())?.[0] ?? 'no words';

      await person.open();
      words.push(await person.signIn({ username, password: once }));
      await person.type({ 'New password': password, 'The same again': password });
      words.push(await person.press('Set password'));
      const secret = (await page.locator('.secret').innerText()).replaceAll(' ', '');
      await person.type({ 'Code that the app shows': '000000' });
      await person.press('Go on');
      words.push(await alert());
      const code = oneTimeCode(secret, Date.now());
      await person.type({ 'Code that the app shows': code });
      const signedIn = await person.press('Go on');
      const isThere = (await page.content()).includes(secret.slice(0, 4));
      words.push(`${signedIn}, the secret is ${isThere ? 'there' : 'gone'}`);
      words.push((await person.press(opened)).replace(username, 'them'), await person.leftInWindow());

      await person.open();
      words.push(await person.signIn({ username, password }));
      await person.type({ 'Code of your authenticator app': code });
      await person.press('Go on');
      words.push(await alert());
      await person.type({
        'Code of your authenticator app': oneTimeCode(secret, Date.now() + stepMilliseconds),
      });
      words.push(await person.press('Go on'));
    }),
};

interface Provider {
  readonly login: Login;
  /** Link on the pool's sign-in page that leads to the provider. @default there is no such page */
  readonly link?: string;
}

/** Goes on from what is shown, through the sign-in pages and back. */
async function throughPages(
  person: AtPortal,
  shown: string,
  { login: own, link }: Provider,
): Promise<string> {
  let now = shown;
  if (now === signInPage && link !== undefined) now = await person.press(link);
  if (now === signInPage) now = await person.signInThere(own, 'Go on');
  // the answer of SAML is a form that the browser sends
  return now === furtherForm ? person.press('Go on') : now;
}

/** One of the company: in, out, in again, and into Studio. @param hosts hosts of the sign-in */
const oneOfTheCompany = (lab: Lab, hosts: readonly string[], link?: string): Promise<string> =>
  atPortal(lab, hosts, async (person, words) => {
    const provider = { login: await hire(lab, 'bob'), ...(link !== undefined && { link }) };
    await person.open();
    words.push(await throughPages(person, await person.press('Sign in'), provider));
    words.push(await person.leftInWindow());
    const out = await person.press('Sign out');
    words.push(out === furtherForm ? await person.press('Sign out') : out);
    const asked = await person.press('Sign in');
    words.push(asked, await throughPages(person, asked, provider));
    words.push(await person.press(opened), await person.leftInWindow());
  });

const inAndOut =
  'Open Studio; no secret in the window; Sign in; a sign-in page; Open Studio; Studio of bob; no secret in the window; nothing amiss';

/** Sign-ins at the pool's pages and at the company's provider behind them. */
export const portalOverOidc: readonly Row[] = [
  {
    id: 'portal-managed-page',
    section: oidcSection,
    settings: overOidc,
    what: "alice, a user of the pool's own, signs in from the page at the pool's sign-in page, with a wrong password first, and opens Studio",
    expected:
      'a sign-in page; a sign-in page; Open Studio; Studio of alice; no secret in the window; nothing amiss',
    run: (lab) =>
      atPortal(lab, poolHosts(lab), async (person, words) => {
        const alice = await login(lab, 'alice');
        await person.open();
        words.push(await person.press('Sign in'));
        words.push(await person.signInThere({ ...alice, password: `${alice.password}x` }, 'Sign in'));
        words.push(await person.signInThere(alice, 'Sign in'), await person.press(opened));
        words.push(await person.leftInWindow());
      }),
  },
  {
    id: 'portal-oidc',
    section: oidcSection,
    settings: overOidc,
    what:
      "bob signs in from the page at the company's provider, through the pool; signs out; presses the button again, and is asked again; signs " +
      'in and opens Studio',
    expected: inAndOut,
    run: (lab) => oneOfTheCompany(lab, poolHosts(lab), providerName),
  },
];

/** The same by SAML. */
export const portalOverSaml: Row = {
  id: 'portal-saml',
  section: samlSection,
  settings: overSaml,
  what: 'bob does the same by SAML',
  expected: inAndOut,
  run: (lab) => oneOfTheCompany(lab, poolHosts(lab), providerName),
};

/** The same at the provider itself. */
export const portalOwnTokens: Row = {
  id: 'portal-own-tokens',
  section: ownTokensSection,
  settings: byOwnTokens,
  what: "bob does the same at the company's provider, with its own tokens",
  expected: inAndOut,
  run: (lab) => oneOfTheCompany(lab, [loginNames.internet]),
};
