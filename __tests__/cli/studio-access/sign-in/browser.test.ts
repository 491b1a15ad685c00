import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openBrowser, whyNoBrowser } from '../../../../cli/studio-access/sign-in/browser';

const screen = { DISPLAY: ':0' };

it.each<
  [
    platform: NodeJS.Platform,
    variables: Record<string, string>,
    isRefused: boolean,
    expected: string | undefined,
  ]
>([
  ['linux', screen, false, undefined],
  ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, false, undefined],
  ['linux', {}, false, 'there is no screen'],
  ['linux', { DISPLAY: '' }, false, 'there is no screen'],
  ['darwin', {}, false, undefined],
  ['win32', {}, false, undefined],
  ['linux', screen, true, '--no-browser'],
  ['darwin', { STUDIO_ACCESS_BROWSER: 'none' }, false, 'STUDIO_ACCESS_BROWSER is none'],
  ['linux', { ...screen, SSH_CONNECTION: '10.0.0.1 1 10.0.0.2 22' }, false, 'this is a session over SSH'],
  ['darwin', { SSH_CONNECTION: '10.0.0.1 1 10.0.0.2 22' }, false, 'this is a session over SSH'],
  ['linux', { ...screen, WSL_DISTRO_NAME: 'Debian' }, false, 'this is the Windows Subsystem for Linux'],
])('on %s with %j, refused: %s: %s', (platform, variables, isRefused, expected) => {
  expect(whyNoBrowser({ platform, variables }, isRefused)).toBe(expected);
});

describe('the browser', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'studio-access-browser-'));
  const variables = { PATH: `${folder}:${process.env.PATH ?? ''}`, SystemRoot: `${folder}/windows` };
  const rundll32 = String.raw`windows\System32\rundll32.exe`;
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  const address = 'http://127.0.0.1:8401/a?b=c&d=e';
  /** A program that writes down its arguments and what is piped in. */
  const install = (name: string, exitCode: number) => {
    const program = path.join(folder, name);
    writeFileSync(
      program,
      `#!/bin/sh\necho "$*" >'${folder}/arguments'\ncat >'${folder}/input'\nexit ${exitCode}\n`,
    );
    chmodSync(program, 0o755);
  };
  const written = (name: string) => readFileSync(path.join(folder, name), 'utf8').trim();

  it.each<[platform: NodeJS.Platform, program: string, args: string, input: string]>([
    ['linux', 'xdg-open', address, ''],
    ['freebsd', 'xdg-open', address, ''],
    ['win32', rundll32, `url.dll,FileProtocolHandler ${address}`, ''],
    // macOS shows arguments to everybody
    ['darwin', 'osascript', '', `open location "${address}"`],
  ])('on %s is started by %s', async (platform, program, args, input) => {
    install(program, 0);
    expect(await openBrowser(address, { platform, variables })).toBe(true);
    expect([written('arguments'), written('input')]).toEqual([args, input]);
  });

  it('is on Windows not what lies in the current folder, or elsewhere', async () => {
    for (const name of ['rundll32', 'rundll32.exe']) install(name, 0);
    rmSync(path.join(folder, rundll32), { force: true });
    expect(await openBrowser(address, { platform: 'win32', variables })).toBe(false);
  });

  it('is known not to have started', async () => {
    install('xdg-open', 3);
    expect(await openBrowser(address, { platform: 'linux', variables })).toBe(false);
    rmSync(path.join(folder, rundll32), { force: true });
    expect(await openBrowser(address, { platform: 'win32', variables })).toBe(false);
  });
});
