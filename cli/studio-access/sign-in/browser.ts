import { spawn } from 'node:child_process';
import type { Context } from '../context';

type Surroundings = Pick<Context, 'variables' | 'platform'>;

/** Why no browser can be started here, in words; undefined if one can. */
export function whyNoBrowser({ variables, platform }: Surroundings, isRefused: boolean): string | undefined {
  if (isRefused) return '--no-browser';
  if (variables.STUDIO_ACCESS_BROWSER === 'none') return 'STUDIO_ACCESS_BROWSER is none';
  if (variables.SSH_CONNECTION) return 'this is a session over SSH';
  if (variables.WSL_DISTRO_NAME || variables.WSL_INTEROP) return 'this is the Windows Subsystem for Linux';
  const hasScreen = platform !== 'linux' || Boolean(variables.DISPLAY) || Boolean(variables.WAYLAND_DISPLAY);
  return hasScreen ? undefined : 'there is no screen';
}

interface Opener {
  readonly program: string;
  readonly args: readonly string[];
  /** @default nothing */
  readonly input?: string;
}

/**
 * The program that opens an address, which cannot take the address for an option or a command. On macOS everybody sees
 * arguments, so there the program reads the address from its input.
 */
function openerOf(address: string, { platform, variables }: Surroundings): Opener {
  if (platform === 'win32') {
    // the whole path, as Windows looks for a name in the current folder first, which may hold somebody else's files
    const program = `${variables.SystemRoot ?? String.raw`C:\Windows`}\\System32\\rundll32.exe`;
    return { program, args: ['url.dll,FileProtocolHandler', address] };
  }
  if (platform !== 'darwin') return { program: 'xdg-open', args: [address] };
  const text = address.replaceAll(/["\\]/g, encodeURIComponent);
  return { program: 'osascript', args: [], input: `open location "${text}"\n` };
}

/** If the program still runs after this time, it is the browser itself. */
const openerMilliseconds = 3000;

/**
 * Opens an address in the browser. On Linux, everybody on the computer may see it in the list of processes: it must be no secret.
 *
 * @returns whether it could be started
 */
export async function openBrowser(address: string, surroundings: Surroundings): Promise<boolean> {
  const { program, args, input } = openerOf(address, surroundings);
  const child = spawn(program, args, {
    stdio: [input === undefined ? 'ignore' : 'pipe', 'ignore', 'ignore'],
    detached: true,
    env: surroundings.variables,
  });
  child.stdin?.on('error', () => undefined).end(input);
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      resolve(true);
    }, openerMilliseconds);
    const end = (hasStarted: boolean) => {
      clearTimeout(timer);
      resolve(hasStarted);
    };
    child.once('error', () => {
      end(false);
    });
    child.once('exit', (code) => {
      end(code === 0);
    });
    child.unref();
  });
}
