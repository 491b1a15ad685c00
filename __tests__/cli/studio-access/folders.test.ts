import { settingsFile, stateFolder } from '../../../cli/studio-access/folders';

it.each<
  [
    platform: NodeJS.Platform,
    home: string,
    variables: Record<string, string>,
    settings: string,
    state: string,
  ]
>([
  [
    'linux',
    '/home/a',
    {},
    '/home/a/.config/studio-access/settings.json',
    '/home/a/.local/state/studio-access',
  ],
  [
    'linux',
    '/home/a',
    { XDG_CONFIG_HOME: '/c', XDG_STATE_HOME: '/s' },
    '/c/studio-access/settings.json',
    '/s/studio-access',
  ],
  [
    'linux',
    '/home/a',
    { XDG_CONFIG_HOME: 'c', XDG_STATE_HOME: '' },
    '/home/a/.config/studio-access/settings.json',
    '/home/a/.local/state/studio-access',
  ],
  [
    'darwin',
    '/Users/a',
    { XDG_STATE_HOME: '/s' },
    '/Users/a/Library/Application Support/studio-access/settings.json',
    '/Users/a/Library/Application Support/studio-access',
  ],
  [
    'win32',
    'C:\\Users\\a',
    { APPDATA: 'D:\\R', LOCALAPPDATA: 'D:\\L' },
    'D:\\R\\studio-access\\settings.json',
    'D:\\L\\studio-access',
  ],
  [
    'win32',
    'C:\\Users\\a',
    {},
    'C:\\Users\\a\\AppData\\Roaming\\studio-access\\settings.json',
    'C:\\Users\\a\\AppData\\Local\\studio-access',
  ],
])('%s, %s, %j', (platform, home, variables, settings, state) => {
  expect(settingsFile({ platform, home, variables })).toBe(settings);
  expect(stateFolder({ platform, home, variables })).toBe(state);
});
