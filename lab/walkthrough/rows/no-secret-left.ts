import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { JsonObject } from '../../shared/json';
import type { Lab } from '../../system/lab';
import { parseObject } from '../../shared/json';
import type { Ended } from '../../shared/run-to-end';
import { commandLine, type CommandLine } from '../command-line';
import { commandLines, files, leaks } from '../leaks';
import { AtPortal } from '../portal';
import type { Row } from '../row';
import { login } from './portal';

const opened = 'Open Studio';

/** Texts of all logs that the deployment would have written. */
function logsOf(lab: Lab): string {
  const functions = ['authorizer', 'portal', 'presigned-url'].map((name) =>
    lab.functions.log(lab.functionName(name)),
  );
  return [...functions, lab.gateway.accessLog, lab.gateway.executionLog].join('\n');
}

/** The session that a command line keeps, which it alone reads. */
function sessionOf({ home }: CommandLine): JsonObject {
  const name = readdirSync(home, { recursive: true, encoding: 'utf8' }).find((own) =>
    own.endsWith('.session'),
  );
  if (name === undefined) return {};
  return parseObject(Buffer.from(readFileSync(path.join(home, name), 'utf8'), 'base64').toString());
}

const printed = ({ stdout, stderr }: Ended) => stdout + stderr;

/** Passwords, tokens and URLs, searched for wherever the page, the browser and the command line leave something. */
export const secretRow: Row = {
  id: 'no-secret-left',
  section: 'The page in a browser on a desk',
  what:
    'alice opens Studio by the page, and by studio-access (login, open, url, logout): which of her passwords, tokens and URLs are left in the ' +
    "window, on the browser's disk, in her home folder, in lists of processes, in what the terminal shows, in logs; and where one that is planted is found",
  expected: 'none; planted: in the window, on the disk, in her home folder, in the processes',
  async run(lab) {
    const person = await AtPortal.start(lab);
    const desk = await commandLine(lab);
    const { username, password } = await login(lab, 'alice');
    const found: string[] = [];
    const secrets: Record<string, string> = { password };
    // Chromium's own list of visited pages has the addresses of redirects, and so Studio's, which works once and for a minute
    const onDisk = () =>
      Object.fromEntries(
        Object.entries(secrets).filter(([name]) => !/^(token|authorizedUrl|url)\b/.test(name)),
      );
    const search = (places: Readonly<Record<string, string>>) => {
      found.push(...leaks(secrets, places));
    };
    let terminal = '';
    let disk = '';
    const [, processes] = await commandLines(async () => {
      try {
        await person.open();
        await person.signIn({ username, password });
        Object.assign(secrets, person.secrets());
        search({ 'the window': await person.visit.traces() });
        await person.press(opened);
        Object.assign(secrets, person.secrets());
        search({ 'the window, in Studio': await person.visit.traces() });
      } finally {
        disk = await person.visit.stop();
      }
      const signedIn = await desk.run(['login', '--store-in-file'], { input: [username, password] });
      const { accessToken, refreshToken } = sessionOf(desk);
      Object.assign(secrets, { 'access token': String(accessToken), 'refresh token': String(refreshToken) });
      const [open, url] = [await desk.run(['open']), await desk.run(['url'])];
      terminal = [signedIn, open, await desk.run(['status']), await desk.run(['logout'])]
        .map(printed)
        .join('\n');
      secrets.url = url.stdout.trim();
    });
    search({ 'the home folder': files(desk.home), processes, 'the terminal': terminal, logs: logsOf(lab) });
    found.push(...leaks(onDisk(), { 'the disk': disk }));
    return `${found.join(', ') || 'none'}; planted: ${await plantedWords(lab, desk)}`;
  },
};

/** Where a planted secret is found, with the same searches. */
async function plantedWords(lab: Lab, desk: CommandLine): Promise<string> {
  const planted = { 'the planted one': 'planted-secret-0815' };
  const person = await AtPortal.start(lab);
  await person.open();
  await person.visit.page.evaluate(`localStorage.setItem('planted', '${planted['the planted one']}')`);
  const window = await person.visit.traces();
  const disk = await person.visit.stop();
  writeFileSync(path.join(desk.home, '.bash_history'), `studio-access login ${planted['the planted one']}\n`);
  const [, processes] = await commandLines(() =>
    once(spawn('sh', ['-c', 'sleep 0.3; exit', planted['the planted one']]), 'exit'),
  );
  const places = {
    'in the window': window,
    'on the disk': disk,
    'in her home folder': files(desk.home),
    'in the processes': processes,
  };
  return leaks(planted, places)
    .map((found) => found.replace('the planted one in ', ''))
    .join(', ');
}
