import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Namespace } from '../hosts/namespaces';
import { runInProject } from '../deployment/deploy';
import { watch, type Ended } from '../shared/run-to-end';
import type { Lab } from '../system/lab';

/** A command that waits for somebody who does not come. */
const longestMilliseconds = 60_000;

/** What somebody does while a command runs. */
interface Meanwhile {
  /** @default the desk */
  readonly host?: Namespace;
  /** Variables besides, or in place of, those of the desk. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Lines that are piped in at the beginning. */
  readonly input?: readonly string[];
  /** Called once with the first text of standard error that matches; what it returns is piped in. */
  readonly onText?: readonly [pattern: RegExp, answer: (match: string) => Promise<string>];
}

/** `studio-access` on a desk, for one person. */
export interface CommandLine {
  /** The person's home folder. */
  readonly home: string;
  /** File of the settings. */
  readonly settings: string;
  /** File of the program. */
  readonly program: string;
  /** Variables of the person's sessions. */
  readonly variables: Readonly<Record<string, string>>;
  run(args: readonly string[], meanwhile?: Meanwhile): Promise<Ended>;
  /** What the program that stands for the browser showed; empty if it was not started. */
  shownByBrowser(): string;
}

/** Builds the command line as the product does, writes its settings as an operator does, and gives both to somebody. */
export async function commandLine(lab: Lab): Promise<CommandLine> {
  const { deployment } = lab.deployed;
  const { project, environmentName } = deployment;
  await runInProject(deployment, 'npm', ['run', '--silent', 'build']);
  const folder = mkdtempSync(path.join(path.dirname(lab.authority.file), 'desk-'));
  const settings = path.join(folder, 'settings.json');
  // the provider's metadata is read over the internet, as from an operator's desk
  const operator = [
    'netns',
    'exec',
    lab.site.client.name,
    'env',
    `NODE_EXTRA_CA_CERTS=${lab.authority.file}`,
    ...Object.entries(proxyVariables(lab)).map(([name, value]) => `${name}=${value}`),
  ];
  const write = [
    'run',
    '--silent',
    'studio-access',
    '--',
    'settings',
    '--env',
    environmentName,
    '--out',
    settings,
  ];
  await runInProject(deployment, 'ip', [...operator, 'npm', ...write]);
  const browser = standInForBrowser(folder, lab.authority.file);
  const program = project.path('dist', 'cli', 'studio-access.mjs');
  const own = {
    PATH: `${browser.folder}:/usr/bin:/bin`,
    HOME: folder,
    DISPLAY: ':0',
    STUDIO_ACCESS_SETTINGS: settings,
    NODE_EXTRA_CA_CERTS: lab.authority.file,
    ...proxyVariables(lab),
  };
  return {
    home: folder,
    settings,
    program,
    variables: own,
    shownByBrowser: () => {
      try {
        return readFileSync(browser.shown, 'utf8');
      } catch {
        return '';
      }
    },
    run(args, { host = lab.site.client, variables = {}, input = [], onText } = {}) {
      const child = spawn('ip', ['netns', 'exec', host.name, process.execPath, program, ...args], {
        stdio: ['pipe', 'pipe', 'pipe'],
        env: { ...own, ...variables },
      });
      const { printed, ended } = watch(child);
      let hasAnswered = false;
      const timer = setTimeout(() => child.kill('SIGKILL'), longestMilliseconds);
      child.stderr.on('data', () => {
        const match = onText && !hasAnswered ? onText[0].exec(printed.stderr) : null;
        if (!match || !onText) return;
        hasAnswered = true;
        onText[1](match[1] ?? match[0]).then(
          (answer) => child.stdin.end(`${answer}\n`),
          (error: unknown) => {
            printed.stderr += String(error);
            child.kill('SIGKILL');
          },
        );
      });
      if (onText === undefined) child.stdin.end(input.map((line) => `${line}\n`).join(''));
      child.stdin.on('error', () => undefined);
      return ended.finally(() => {
        clearTimeout(timer);
      });
    },
  };
}

/** Variables with which programs on the desk find its proxy, if it has one. */
function proxyVariables(lab: Lab): Readonly<Record<string, string>> {
  const desk = lab.corporateSite()?.desk;
  return desk ? { HTTPS_PROXY: desk.proxy, NO_PROXY: desk.noProxy } : {};
}

/** A program with the name by which Linux's desktops start the browser: it opens the address and keeps what it shows. */
function standInForBrowser(folder: string, authority: string): { folder: string; shown: string } {
  const programs = path.join(folder, 'bin');
  const shown = path.join(folder, 'shown.html');
  mkdirSync(programs);
  writeFileSync(
    path.join(programs, 'xdg-open'),
    `#!/bin/sh\nexec curl --silent --location --cacert ${authority} --cookie-jar ${folder}/jar --cookie ${folder}/jar --output ${shown} "$1"\n`,
    { mode: 0o755 },
  );
  return { folder: programs, shown };
}
