import path from 'node:path';
import type { Context } from './context';

type Surroundings = Pick<Context, 'variables' | 'platform' | 'home'>;

/**
 * The file with the settings that the operator handed out, if nothing names another one.
 * https://specifications.freedesktop.org/basedir-spec/latest/
 */
export function settingsFile(surroundings: Surroundings): string {
  return join(
    surroundings,
    'XDG_CONFIG_HOME',
    ['.config'],
    'APPDATA',
    ['AppData', 'Roaming'],
    'settings.json',
  );
}

/** The folder for sessions, and for what belongs to them. */
export function stateFolder(surroundings: Surroundings): string {
  return join(surroundings, 'XDG_STATE_HOME', ['.local', 'state'], 'LOCALAPPDATA', ['AppData', 'Local']);
}

function join(
  { variables, platform, home }: Surroundings,
  variable: string,
  usual: readonly string[],
  windowsVariable: string,
  usualOnWindows: readonly string[],
  ...below: readonly string[]
): string {
  const paths = platform === 'win32' ? path.win32 : path.posix;
  const own = ['studio-access', ...below];
  if (platform === 'darwin') return paths.join(home, 'Library', 'Application Support', ...own);
  const chosen = variables[platform === 'win32' ? windowsVariable : variable];
  // the specification: a relative path is to be ignored
  const root = chosen !== undefined && paths.isAbsolute(chosen) ? chosen : undefined;
  return paths.join(root ?? paths.join(home, ...(platform === 'win32' ? usualOnWindows : usual)), ...own);
}
