import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** A process of this machine. */
export interface RunningProcess {
  readonly pid: number;
  readonly parentPid: number;
  /** Tells the process from a later one that gets the same id; undefined if unknown. */
  readonly startTime: string | undefined;
  /** The command line, word by word where the system keeps the words apart. */
  readonly command: readonly string[];
}

/** A process that other processes, also on other machines, can recognise. */
export interface ProcessIdentity {
  readonly host: string;
  readonly pid: number;
  readonly startTime?: string | undefined;
}

/**
 * Name of the machine and its space of process ids: containers that share a host name have ids of their own.
 * https://man7.org/linux/man-pages/man7/pid_namespaces.7.html
 */
export function processHost(): string {
  if (process.platform !== 'linux') return hostname();
  return `${hostname()} ${readlinkSync('/proc/self/ns/pid')}`;
}

/** The identity of a process, by default this one. */
export function identityOf(
  { pid, startTime }: Pick<RunningProcess, 'pid' | 'startTime'> = self(),
): ProcessIdentity {
  return { host: processHost(), pid, startTime };
}

/** Whether a process still runs; `unknown` when it is on another machine. */
export function lifeOf({ host, pid, startTime }: ProcessIdentity): 'alive' | 'gone' | 'unknown' {
  if (host !== processHost()) return 'unknown';
  const found = inspectProcess(pid);
  if (found === undefined) return 'gone';
  const canTell = startTime !== undefined && found.startTime !== undefined;
  return canTell && startTime !== found.startTime ? 'gone' : 'alive';
}

/** The parent of this process, the parent's parent, and so on. */
export function ancestors(): RunningProcess[] {
  const found: RunningProcess[] = [];
  let next = inspectProcess(process.ppid);
  while (next !== undefined && next.pid > 1 && found.length < 100) {
    found.push(next);
    next = inspectProcess(next.parentPid);
  }
  return found;
}

/** Looks a process up; undefined if there is none with this id. */
export function inspectProcess(pid: number): RunningProcess | undefined {
  try {
    if (process.platform === 'linux') return inspectWithProc(pid);
    return process.platform === 'win32' ? inspectWithPowerShell(pid) : inspectWithPs(pid);
  } catch {
    // without these programs, a signal still shows whether the id is in use
    return exists(pid) ? { pid, parentPid: 0, startTime: undefined, command: [] } : undefined;
  }
}

let own: RunningProcess | undefined;

function self(): RunningProcess {
  own ??= inspectProcess(process.pid);
  return own ?? { pid: process.pid, parentPid: process.ppid, startTime: undefined, command: process.argv };
}

/** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
function inspectWithProc(pid: number): RunningProcess | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // the second field, a name in brackets, may hold blanks and brackets itself
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state = '', parentPid = ''] = fields;
    if (state === 'Z' || state === 'X') return undefined;
    // ticks are counted from the start of the machine
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').filter(Boolean);
    return { pid, parentPid: Number(parentPid), startTime: `${boot} ${fields[19] ?? ''}`, command };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ESRCH') return undefined;
    throw error;
  }
}

/** macOS and other systems with a POSIX `ps`. */
export function inspectWithPs(pid: number): RunningProcess | undefined {
  if (!exists(pid)) return undefined;
  const text = execFileSync('ps', ['-o', 'ppid=,lstart=,command=', '-p', String(pid)], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  // such as "  501 Wed Nov 25 20:48:03 2026 node main.ts"
  const [, parentPid, startTime, command = ''] = /^\s*(\d+)\s+((?:\S+\s+){4}\S+)\s+(.*)$/m.exec(text) ?? [];
  if (parentPid === undefined || startTime === undefined) return undefined;
  return { pid, parentPid: Number(parentPid), startTime, command: command.trim().split(/\s+/) };
}

/** https://learn.microsoft.com/en-us/windows/win32/cimwin32prov/win32-process */
function inspectWithPowerShell(pid: number): RunningProcess | undefined {
  const query =
    `Get-CimInstance Win32_Process -Filter "ProcessId=${pid}" | ForEach-Object { ` +
    `"$($_.ParentProcessId)|$($_.CreationDate.ToUniversalTime().Ticks)|$($_.CommandLine)" }`;
  // by its whole path: Windows looks for a mere name in the current folder first
  const system = `${process.env.SystemRoot ?? String.raw`C:\Windows`}\\System32`;
  const text = execFileSync(
    `${system}\\WindowsPowerShell\\v1.0\\powershell.exe`,
    ['-NoProfile', '-NonInteractive', '-Command', query],
    {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  const [, parentPid, startTime, command = ''] = /^(\d+)\|(\d+)\|(.*)$/m.exec(text) ?? [];
  if (parentPid === undefined || startTime === undefined) return undefined;
  return { pid, parentPid: Number(parentPid), startTime, command: command.trim().split(/\s+/) };
}

function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // the process exists, but belongs to another user
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
