import { whyNoBrowser } from '../../../../cli/studio-access/sign-in/browser';

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
