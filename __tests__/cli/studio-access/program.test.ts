import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import type { Context, DeploymentChoice } from '../../../cli/studio-access/context';
import { cancelled, exitCodes, Failure } from '../../../cli/studio-access/failure';
import { projectFolder } from '../../../config/project-folder';
import { run } from '../../../cli/studio-access/program';
import { byCode, byPassword } from '../../../test-support/studio-access/settings';

const home = mkdtempSync(path.join(tmpdir(), 'studio-access-home-'));
const settingsFile = path.join(home, 'settings.json');
writeFileSync(settingsFile, JSON.stringify(byCode));
afterAll(() => {
  rmSync(home, { recursive: true });
});

/** Runs a command in this process. */
async function command(args: readonly string[], more: Partial<Context> = {}) {
  const printed = { output: '', messages: '' };
  const context: Context = {
    variables: {},
    platform: 'linux',
    home,
    userId: process.getuid?.(),
    input: Readable.from([]),
    output: { write: (text) => (printed.output += text) },
    messages: { write: (text) => (printed.messages += text) },
    signal: new AbortController().signal,
    ...more,
  };
  return { exitCode: await run(context, args), ...printed };
}

describe('exit codes', () => {
  it('are those that the help lists', async () => {
    const { output } = await command(['--help']);
    const listed = [...output.matchAll(/^ {2}(\d+) {2,3}(\S.*)$/gm)].map(([, code, meaning]) => [
      Number(code),
      meaning,
    ]);
    expect(listed).toEqual([
      [0, 'done'],
      [1, 'failure'],
      [2, 'cancelled'],
      [3, 'doctor found something'],
      [4, 'sign-in needed'],
      [64, 'wrong arguments'],
    ]);
    expect(listed.map(([code]) => code)).toEqual(Object.values(exitCodes));
  });

  it('are those of the document for operators', () => {
    const text = readFileSync(path.join(projectFolder, 'docs', 'operations.md'), 'utf8');
    const [, section = ''] = /\n## The command line\n(.*?)\n## /s.exec(text) ?? [];
    const listed = [...section.matchAll(/^\| (\d+) +\|/gm)].map(([, code]) => Number(code));
    expect(listed).toEqual(Object.values(exitCodes));
  });

  it.each<[args: string, exitCode: number, code: string | undefined]>([
    ['--help', 0, undefined],
    ['help login', 0, undefined],
    ['--version', 0, undefined],
    ['', 64, 'usage'],
    ['opne', 64, 'usage'],
    ['open --spaec x', 64, 'usage'],
    ['open x', 64, 'usage'],
    ['open --app notebook', 64, 'usage'],
    ['open --space', 64, 'usage'],
    ['doctor --expect elsewhere', 64, 'usage'],
    ['doctor', 1, 'settings_missing'],
    ['doctor --url-stdin --settings SETTINGS', 64, 'usage'],
    ['doctor --expect outside --url-stdin --settings SETTINGS', 1, 'no_input'],
    ['doctor --env prod', 64, 'no_checkout'],
    ['settings', 64, 'usage'],
    ['settings --env prod', 64, 'no_checkout'],
    ['status --env prod', 64, 'no_checkout'],
    ['status', 1, 'settings_missing'],
    ['status --settings SETTINGS', 4, 'sign_in_needed'],
    ['logout --settings SETTINGS', 4, 'sign_in_needed'],
    ['url --settings SETTINGS', 4, 'sign_in_needed'],
    ['url --of bob --settings SETTINGS', 4, 'sign_in_needed'],
    ['url --of', 64, 'usage'],
    // a name becomes a part of an address
    ['url --of .. --settings SETTINGS', 64, 'usage'],
    ['url --of bob/spaces --settings SETTINGS', 64, 'usage'],
    ['url --of bob?app=x --settings SETTINGS', 64, 'usage'],
    ['open --of bob', 64, 'usage'],
    ['open --settings SETTINGS', 1, 'no_browser'],
  ])('%s: %d', async (line, exitCode, code) => {
    const args = line.replace('SETTINGS', settingsFile).split(' ').filter(Boolean);
    const plain = await command(args);
    expect(plain.exitCode).toBe(exitCode);
    if (code === undefined) return;
    expect(plain.output).toBe('');
    expect(plain.messages).toMatch(/\S/);
    const json = await command([...args.slice(0, 1), '--json', ...args.slice(1)]);
    expect(json.exitCode).toBe(exitCode);
    const document = JSON.parse(json.output) as { error: Record<string, string> };
    if (line !== '') expect(document.error.code).toBe(code);
    expect(document.error.what).toMatch(/\S/);
    expect(document.error.todo).toMatch(/\S/);
  });

  it('is that of a cancelled command after a signal', async () => {
    writeFileSync(path.join(home, 'password.json'), JSON.stringify(byPassword));
    const ending = new AbortController();
    ending.abort(cancelled());
    const { exitCode, messages } = await command(
      ['login', '--store-in-file', '--settings', path.join(home, 'password.json')],
      {
        signal: ending.signal,
      },
    );
    expect([exitCode, messages]).toEqual([2, 'Cancelled.\nNothing has been changed.\n']);
  });
});

describe('a failure', () => {
  it('ends with where people get help, if the settings say so', async () => {
    const file = path.join(home, 'help.json');
    writeFileSync(file, JSON.stringify({ ...byCode, help: '#studio on chat' }));
    expect((await command(['status', '--settings', file])).messages).toBe(
      'Nobody is signed in to prod.\nRun: studio-access login\nHelp: #studio on chat\n',
    );
    const { output } = await command(['status', '--json', '--settings', file]);
    expect(JSON.parse(output)).toMatchObject({ error: { help: '#studio on chat' } });
  });
});

it('what comes from outside does not steer the terminal', async () => {
  const odd = 'al\u001b[2Jice\u009b2J';
  const failing = await command(['settings', '--env', 'x'], {
    deployedSettings: () =>
      Promise.reject(new Failure({ code: 'x', what: odd, todo: 'Wait.', requestId: odd })),
  });
  expect(failing.messages).toBe('al?[2Jice?2J\nWait.\nRequest id: al?[2Jice?2J\n');
  const args = ['settings', '--env', 'x', '--out', path.join(home, odd)];
  const written = await command(args, { deployedSettings: () => Promise.resolve(byCode) });
  expect(written.output).toContain('al?[2Jice?2J: give it');
  const json = await command([...args, '--json'], { deployedSettings: () => Promise.resolve(byCode) });
  expect(json.output).not.toMatch(/\p{Cc}(?!$)/u);
});

describe('a defect', () => {
  it('is shown without secrets, and named as one', async () => {
    const { exitCode, messages } = await command(['settings', '--env', 'x'], {
      deployedSettings: () =>
        Promise.reject(new TypeError('no https://a/?token=abcdef eyJhbGciOiJSUzI1.eyJzdWIiOiJh.x')),
    });
    expect(exitCode).toBe(1);
    expect(messages).toContain(
      'This is a defect of studio-access. TypeError: no https://a/?token=[concealed] [concealed]',
    );
  });
});

describe('settings', () => {
  const choices: DeploymentChoice[] = [];
  const deployedSettings = (choice: DeploymentChoice) => {
    choices.push(choice);
    return Promise.resolve(byCode);
  };

  it('are printed, or written to a file that the other commands read', async () => {
    const printed = await command(['settings', '--env', 'prod'], { deployedSettings });
    expect(JSON.parse(printed.output)).toEqual(byCode);
    const out = path.join(home, 'out.json');
    const written = await command(['settings', '--env', 'prod', '--out', out, '--client-id', 'c', '--json'], {
      deployedSettings,
    });
    expect(JSON.parse(written.output)).toEqual({ file: out });
    expect(JSON.parse(readFileSync(out, 'utf8'))).toEqual(byCode);
    expect((await command(['status', '--settings', out])).exitCode).toBe(4);
    expect(choices).toEqual([{ env: 'prod' }, { env: 'prod', clientId: 'c' }]);
  });

  it('say so where they cannot be written', async () => {
    const out = path.join(home, 'no-folder', 'out.json');
    const { exitCode, messages } = await command(['settings', '--env', 'prod', '--out', out], {
      deployedSettings,
    });
    expect([exitCode, messages]).toEqual([
      1,
      `${out} cannot be written (ENOENT).\nName another file with --out.\n`,
    ]);
  });
});
