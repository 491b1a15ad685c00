import { spawn, spawnSync } from 'node:child_process';
import { identityOf, inspectProcess, type ProcessIdentity } from '../cli/processes';

/** Another process, which lives until the test stops it. */
export interface LivingProcess {
  readonly pid: number;
  identity(): ProcessIdentity;
  stop(): void;
}

export function startLivingProcess(): LivingProcess {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  const pid = child.pid ?? 0;
  return {
    pid,
    identity: () => identityOfProcess(pid),
    stop: () => {
      child.kill();
    },
  };
}

/** @throws if there is no such process */
export function identityOfProcess(pid: number): ProcessIdentity {
  const found = inspectProcess(pid);
  if (found === undefined) throw new Error(`there is no process ${pid}`);
  return identityOf(found);
}

/** A process id that no process has. */
export function freeId(): number {
  return spawnSync(process.execPath, ['-e', '']).pid;
}
