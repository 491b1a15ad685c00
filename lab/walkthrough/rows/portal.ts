import type { Response } from 'playwright-core';
import { problemTexts } from '../../../api/problem-texts';
import type { Lab } from '../../system/lab';
import { freshName, newPerson, suspendedPerson, withPassword } from '../../system/people';
import type { Visit } from '../chromium';
import type { Login } from '../company-sign-in';
import { AtPortal, atPortal } from '../portal';
import type { Row } from '../row';
import { refreshWords } from '../sign-in';
import { withSpaces } from './landing';

const section = 'The page in a browser on a desk';

const opened = 'Open Studio';

/** Longer than a resolver takes to give up a name. */
const strangerMilliseconds = 60_000;

/** A user of the pool with a new password. */
export const login = async (lab: Lab, name: string): Promise<Login> => {
  const { password } = await withPassword(lab, name);
  return { username: name, password };
};

/** Where the page's own form sends requests to. */
export const cognitoHosts = ({ environment: { region } }: Lab) => [`cognito-idp.${region}.amazonaws.com`];
/** Whether "Back" leads to the page again, or to anything but an empty window. */
async function backWords({ visit }: AtPortal): Promise<string> {
  const [, ...others] = (await visit.history()).filter((address) => address !== 'about:blank');
  return others.length === 0 ? 'nothing to go back to' : 'the page is behind Back';
}

/** The sentence that the page shows; if it does not, all of its text. */
async function wordsIn(person: AtPortal, sentence: RegExp): Promise<string> {
  const text = await person.text();
  return sentence.exec(text)?.[0] ?? text;
}

/** What the page says about a failure: its sentence, if it is there with a request id of the access log. */
async function failureWords(lab: Lab, person: AtPortal, sentence: string): Promise<string> {
  const text = await person.text();
  const requestId = /Request id (\S+)/.exec(text)?.[1] ?? 'no id';
  if (!text.includes(sentence)) return text;
  return `${sentence} ${lab.gateway.accessLog.includes(requestId) ? 'With its request id.' : requestId}`;
}

/** What a browser gets at an address that is for others. @throws for every failure but that of a name that nobody knows */
async function strangerWords({ page }: Visit, address: string): Promise<string> {
  let answer: Response | null;
  try {
    answer = await page.goto(address, { timeout: strangerMilliseconds });
  } catch (error) {
    // a custom domain name is known inside only
    if (String(error).includes('net::ERR_NAME_NOT_RESOLVED')) return 'refused, nothing of the page';
    throw error;
  }
  // from the answer: the window may change to a page of Chromium's own meanwhile
  const isOurs = (await answer?.text())?.includes('<main');
  return `${answer?.status() === 403 ? 'refused' : String(answer?.status())}, ${isOurs ? 'the page' : 'nothing of the page'}`;
}

/** The page with the settings of the environment file: its own form. */
export const portalRows: readonly Row[] = [
  {
    id: 'portal-password',
    section,
    what:
      'alice opens the page, types a wrong password and the right one, signs out, signs in again and opens Studio; the refresh token ' +
      'from before she signed out; what the window keeps',
    expected:
      'Sign in; The user name or the password is wrong.; Open Studio; no secret in the window; Sign in; refresh: 400 NotAuthorizedException; Open Studio; ' +
      'Studio of alice; nothing to go back to; no secret in the window; nothing amiss',
    run: async (lab) =>
      atPortal(lab, cognitoHosts(lab), async (person, words) => {
        const alice = await login(lab, 'alice');
        words.push(await person.open());
        await person.signIn({ ...alice, password: `${alice.password}x` });
        words.push(await person.visit.page.getByRole('alert').innerText());
        words.push(await person.signIn(alice), await person.leftInWindow());
        const [refresh = ''] = [...person.visit.secrets].find(([, name]) => name === 'RefreshToken') ?? [];
        words.push(await person.press('Sign out'));
        words.push(await refreshWords(lab, { access: '', id: '', refresh }));
        words.push(await person.signIn(alice), await person.press(opened));
        words.push(await backWords(person), await person.leftInWindow());
      }),
  },
  {
    id: 'portal-space',
    section,
    what: "alice chooses a space of hers, whose app runs; opens the page with that space's name in the address; and with the name of a space of bob's",
    expected: `into the space; into the space; ${problemTexts.space_not_found.what} With its request id.; nothing amiss`,
    async run(lab) {
      const [own, bobs] = [freshName('running'), freshName('bobs')];
      const spaces = { [own]: { runs: true }, [bobs]: { owner: 'bob', runs: true } };
      return withSpaces(lab, spaces, () =>
        atPortal(lab, cognitoHosts(lab), async (person, words) => {
          const alice = await login(lab, 'alice');
          const where = (words: string) =>
            words.replace(`Studio of alice, in the space ${own}`, 'into the space');
          await person.open();
          await person.signIn(alice);
          await person.visit.page.getByLabel(own, { exact: true }).check();
          words.push(where(await person.press(opened)));
          await person.open(`?space=${own}`);
          words.push(where(await person.signIn(alice)));
          await person.open(`?space=${bobs}`);
          await person.signIn(alice);
          words.push(await failureWords(lab, person, problemTexts.space_not_found.what));
        }),
      );
    },
  },
  {
    id: 'portal-failures',
    section,
    what:
      'dave, who is suspended, signs in; his user is enabled by hand, and he opens Studio; somebody without a profile; alice, after her token is over: her ' +
      'user is disabled; it is enabled again, and her sign-in is over',
    expected:
      `Your user is disabled.; ${problemTexts.suspended.what} With its request id.; ${problemTexts.profile_not_found.what} With its request id.; ` +
      'That did not work, Your user is disabled.; Sign in, Your sign-in is over.; nothing amiss',
    run: (lab) =>
      atPortal(lab, cognitoHosts(lab), async (person, words) => {
        await person.visit.page.clock.install();
        await person.open();
        const dave = await login(lab, suspendedPerson);
        await person.signIn(dave);
        words.push(await wordsIn(person, /Your user is disabled\./));
        await lab.administration.enableUser(suspendedPerson);
        try {
          await person.press('Try again');
          await person.signIn(dave);
          await person.press(opened);
        } finally {
          await lab.administration.disableUser(suspendedPerson);
        }
        words.push(await failureWords(lab, person, problemTexts.suspended.what));
        await person.press('Sign in as someone else');
        const { name, password } = await newPerson(lab, freshName('nobody'), { profile: false });
        await person.signIn({ username: name, password });
        await person.press(opened);
        words.push(await failureWords(lab, person, problemTexts.profile_not_found.what));
        await person.press('Sign in as someone else');
        await person.signIn(await login(lab, 'alice'));
        await lab.administration.disableUser('alice');
        try {
          await person.visit.page.clock.fastForward('12:00:00');
          const heading = await person.press(opened);
          words.push(`${heading}, ${await wordsIn(person, /Your user is disabled\./)}`);
        } finally {
          await lab.administration.enableUser('alice');
        }
        // longer than any refresh token lasts
        lab.userPools.clock.advance(13 * 3600);
        const heading = await person.press('Try again');
        words.push(`${heading}, ${await wordsIn(person, /Your sign-in is over\./)}`);
      }),
  },
  {
    id: 'portal-outside',
    section,
    what: 'a stranger on the internet opens the page with a browser',
    expected: 'refused, nothing of the page',
    async run(lab) {
      const { visit } = await AtPortal.start(lab, lab.site.stranger);
      try {
        return await strangerWords(visit, lab.outputs.portalUrl);
      } finally {
        await visit.stop();
      }
    },
  },
];
