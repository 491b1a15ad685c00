import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { defaultEnvironmentName } from '../../config/environment-name';
import { projectFolder } from '../../config/project-folder';
import { namePattern } from '../hosts/namespaces';
import { watch } from '../shared/run-to-end';

/** How often a keyboard repeats a key that is held. */
const keyRepeatMilliseconds = 33;

/** The result of a run of the lab's command. */
export interface LabRun {
  /** Exit code of npm. */
  readonly end: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Files, processes, namespaces and settings that the run has left behind. */
  readonly leftBehind: readonly string[];
}

interface LabCommand {
  readonly args: readonly string[];
  /** A copy of the project to run it in. @default the project itself */
  readonly folder?: string;
  /** A command that runs it, such as `unshare --user`. */
  readonly within?: readonly string[];
  /** Interrupts the run once this is printed. */
  readonly interruptAt?: RegExp;
  /**
   * A terminal's Ctrl-C reaches npm and all its children, repeatedly if the key is held; a service manager's SIGTERM
   * may reach npm alone.
   * @default 'Ctrl-C'
   */
  readonly interruptBy?: 'Ctrl-C' | 'Ctrl-C, held' | 'SIGTERM to npm';
  /** Called before the interrupt. */
  readonly beforeInterrupt?: (stdout: string) => Promise<void>;
}

/** Runs `npm run lab` to its end, and finds what it has left behind. */
export async function runLab({
  args,
  folder: cwd = projectFolder,
  within = [],
  interruptAt,
  interruptBy = 'Ctrl-C',
  beforeInterrupt = () => Promise.resolve(),
}: LabCommand): Promise<LabRun> {
  // all files of the run are in this folder, and all its processes have the path in their command line or environment
  const folder = mkdtempSync(path.join(tmpdir(), 'studio-labrun-'));
  const [program = '', ...rest] = [...within, 'npm', 'run', '--silent', 'lab', '--', ...args];
  const child = spawn(program, rest, {
    cwd,
    env: { ...process.env, TMPDIR: folder, STUDIO_ENV: defaultEnvironmentName },
    stdio: ['ignore', 'pipe', 'pipe'],
    // a process group of its own, as shells do
    detached: true,
  });
  const { printed, ended } = watch(child);
  let reached = false;
  let failure: Error | undefined;
  const interrupt = () => {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
    if (interruptBy === 'SIGTERM to npm') process.kill(child.pid, 'SIGTERM');
    else process.kill(-child.pid, 'SIGINT');
    if (interruptBy === 'Ctrl-C, held') setTimeout(interrupt, keyRepeatMilliseconds);
  };
  child.stdout.on('data', () => {
    if (reached || !interruptAt?.test(printed.stdout)) return;
    reached = true;
    void beforeInterrupt(printed.stdout)
      .catch((error: unknown) => {
        failure = error instanceof Error ? error : new Error(String(error));
      })
      .finally(interrupt);
  });
  const { exitCode: end, stdout, stderr } = await ended;
  const leftBehind = [...readdirSync(folder), ...processesOf(folder), ...orphans()];
  rmSync(folder, { recursive: true, force: true });
  if (failure) throw failure;
  return { end, stdout, stderr, leftBehind };
}

function processesOf(folder: string): string[] {
  const read = (pid: string, file: string) => {
    try {
      return readFileSync(path.join('/proc', pid, file), 'utf8');
    } catch {
      // it has ended since it was listed
      return '';
    }
  };
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => (read(pid, 'environ') + read(pid, 'cmdline')).includes(folder))
    .map((pid) => `process ${pid}: ${read(pid, 'cmdline').replaceAll('\0', ' ')}`);
}

/** Namespaces, and their settings, whose process is gone; running tests have some, too. */
function orphans(): string[] {
  return ['/run/netns', '/etc/netns'].flatMap((folder) =>
    (existsSync(folder) ? readdirSync(folder) : [])
      .filter((name) => {
        const owner = namePattern.exec(name)?.[1];
        return owner !== undefined && !existsSync(`/proc/${owner}`);
      })
      .map((name) => path.join(folder, name)),
  );
}
