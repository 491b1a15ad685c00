import { randomBytes } from 'node:crypto';
import type { Lab } from '../../system/lab';
import { suspendedPerson, withPassword } from '../../system/people';
import { isObject, parseObject, text } from '../../shared/json';
import type { Ended } from '../../shared/run-to-end';
import { commandLine, type CommandLine } from '../command-line';
import { atCallback, newBrowser, type Login } from '../company-sign-in';
import { byOwnTokens, hire, overOidc, providerName } from '../company-settings';
import { words as causeWords } from '../doctor/words';
import type { Row } from '../row';
import { openStudio, words } from '../studio';

const section = 'The command line on a desk';

const login = ['login', '--store-in-file'];

/** A sign-in in which the terminal shows an address, and somebody brings back the address at which the browser ends. */
function byBrowser(
  lab: Lab,
  desk: CommandLine,
  person: Login,
  pasted = (callback: string) => [callback],
): Promise<Ended> {
  return desk.run([...login, '--no-browser'], {
    onText: [
      /^ {2}(https:\S+)\n/m,
      async (address) => {
        const browser = newBrowser(lab);
        const page = await browser.follow(await browser.open(address), providerName);
        const { url } = await atCallback(browser, page, person);
        return pasted(url.href).join('\n');
      },
    ],
  });
}

const codeOf = ({ stdout }: Ended): string => {
  const { error } = parseObject(stdout);
  return (isObject(error) ? text(error, 'code') : undefined) ?? 'no code';
};

/** Opens the address that a command printed, as the person does. */
async function studioAt(lab: Lab, { stdout, exitCode, stderr }: Ended): Promise<string> {
  return exitCode === 0
    ? (await openStudio(lab.hosts.client, stdout.trim())).words
    : `exit ${exitCode}: ${stderr}`;
}

/** People who use `studio-access`, as it is built and handed out. */
export const commandLineRows: readonly Row[] = [
  {
    id: 'command-line',
    section,
    what:
      'alice signs in with her password; asks who is signed in; opens Studio in the browser; asks for a URL and opens it; signs out; ' +
      'asks again who is signed in, and for a URL',
    expected:
      'exit 0; exit 0 alice; exit 0, the browser shows Studio of alice, the terminal no URL; Studio of alice; exit 0; exit 4; exit 4',
    async run(lab) {
      const desk = await commandLine(lab);
      const { name, password } = await withPassword(lab, 'alice');
      const signedIn = await desk.run(login, { input: [name, password] });
      const status = await desk.run(['status', '--json']);
      const opened = await desk.run(['open']);
      const shown = words({ status: 200, body: desk.shownByBrowser(), milliseconds: 0 });
      const told = /token=|sagemaker\.aws/.test(opened.stdout + opened.stderr) ? 'a URL' : 'no URL';
      const url = await studioAt(lab, await desk.run(['url']));
      const ends = [
        `exit ${signedIn.exitCode}`,
        `exit ${status.exitCode} ${text(parseObject(status.stdout), 'user') ?? 'nobody'}`,
        `exit ${opened.exitCode}, the browser shows ${shown}, the terminal ${told}`,
        url,
      ];
      for (const args of [['logout'], ['status'], ['url']])
        ends.push(`exit ${(await desk.run(args)).exitCode}`);
      return ends.join('; ');
    },
  },
  {
    id: 'command-line-refused',
    section,
    what: 'alice types a wrong password; a URL is asked for outside the network, with a session from inside',
    expected: 'exit 1; exit 1, no URL',
    async run(lab) {
      const desk = await commandLine(lab);
      const { name, password } = await withPassword(lab, 'alice');
      const wrong = await desk.run(login, { input: [name, `${password}x`] });
      await desk.run(login, { input: [name, password] });
      const outside = await desk.run(['url'], { host: lab.site.stranger });
      const told = outside.stdout.includes('token=') ? 'a URL' : 'no URL';
      return `exit ${wrong.exitCode}; exit ${outside.exitCode}, ${told}`;
    },
  },
];

/** The same over the user pool's sign-in domain. */
export const federatedCommandLine: Row = {
  id: 'command-line-federated',
  section: 'Federation by OpenID Connect',
  settings: overOidc,
  what:
    "bob signs in with studio-access at the company's provider, through the user pool, in a browser that he starts himself: he brings " +
    'back an address of another sign-in, and then the right one; the doctor looks; dave, who is suspended, asks for a URL',
  expected: 'refused, exit 0; Studio of bob; doctor: exit 0, nothing; suspended',
  async run(lab) {
    const desk = await commandLine(lab);
    const { exitCode, stderr } = await byBrowser(lab, desk, await hire(lab, 'bob'), (callback) => {
      const foreign = new URL(callback);
      foreign.searchParams.set('state', randomBytes(8).toString('hex'));
      return [foreign.href, callback];
    });
    const first = stderr.includes('That is not the address') ? 'refused' : 'not refused';
    const studio = await studioAt(lab, await desk.run(['url']));
    const doctor = causeWords(await desk.run(['doctor', '--json']));
    await byBrowser(lab, desk, await hire(lab, suspendedPerson));
    return `${first}, exit ${exitCode}; ${studio}; doctor: ${doctor}; ${codeOf(await desk.run(['url', '--json']))}`;
  },
};

/** The same at the company's provider. */
export const ownTokensCommandLine: Row = {
  id: 'command-line-own-tokens',
  section: "The company's own tokens",
  settings: byOwnTokens,
  what: "bob signs in with studio-access at the company's provider, asks for a URL, asks the doctor, and signs out, which the provider learns",
  expected: 'exit 0; Studio of bob; doctor: exit 0, nothing; revoked true; exit 4',
  async run(lab) {
    const desk = await commandLine(lab);
    const signedIn = await byBrowser(lab, desk, await hire(lab, 'bob'));
    const studio = await studioAt(lab, await desk.run(['url']));
    const doctor = causeWords(await desk.run(['doctor', '--json']));
    const { revoked } = parseObject((await desk.run(['logout', '--json'])).stdout);
    const after = await desk.run(['status']);
    return `exit ${signedIn.exitCode}; ${studio}; doctor: ${doctor}; revoked ${String(revoked)}; exit ${after.exitCode}`;
  },
};
