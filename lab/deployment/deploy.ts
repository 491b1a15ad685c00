import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseOutputs } from '../../config/outputs';
import { allStackIds, type StackId } from '../../config/stack-ids';
import { watch } from '../shared/run-to-end';
import type { ProjectFolder } from './project-folder';

/** A copy of the project for deployment into the stand-in. */
export interface Deployment {
  readonly project: ProjectFolder;
  readonly environmentName: string;
  /** Its stacks, in the order of their deployment. */
  readonly stacks: readonly StackId[];
  /** Variables of the commands: credentials, endpoint, providers. */
  readonly variables: Readonly<Record<string, string>>;
  /** Applies stacks with other settings than the environment file's. Default: as `applyAgain` does. */
  applyOthers?: ((stacks: ReadonlySet<StackId>) => Promise<void>) | undefined;
}

/**
 * Deploys all stacks with the real `cdktf deploy`.
 * @param onProgress gets a line for each created resource
 * @throws with the command's output when it fails
 */
export async function deploy(deployment: Deployment, onProgress: (line: string) => void): Promise<void> {
  const args = ['deploy', ...deployment.stacks, '--auto-approve', '--skip-provider-lock'];
  await runInProject(deployment, path.join('node_modules', '.bin', 'cdktf'), args, onProgress);
}

/** Synthesizes again after a change of the project's source. */
export async function synthesizeAgain(deployment: Deployment): Promise<void> {
  const { environmentName } = deployment;
  await runInProject(deployment, 'npm', ['run', '--silent', 'synth', '--', '--env', environmentName]);
}

/** Applies some stacks as their files are now, as `cdktf deploy` does, but without planning the others. */
export async function applyAgain(deployment: Deployment, stacks: ReadonlySet<StackId>): Promise<void> {
  for (const stack of allStackIds.filter((id) => stacks.has(id))) {
    const args = [
      `-chdir=${path.dirname(stackFile(deployment, stack))}`,
      'apply',
      '-auto-approve',
      '-input=false',
      '-no-color',
      '-refresh=false',
    ];
    await runInProject(deployment, 'terraform', args);
  }
}

/** Path of a stack's `cdk.tf.json`. */
export function stackFile({ project }: Deployment, stack: StackId): string {
  return project.path('cdktf.out', 'stacks', stack, 'cdk.tf.json');
}

/** Writes the files for corporate DNS with the product's own command, and returns those for BIND. */
export async function dnsFiles(
  deployment: Deployment,
): Promise<{ 'named.conf': string; 'validate-except.conf': string }> {
  const { project, environmentName } = deployment;
  const args = ['run', '--silent', 'dns', '--', '--env', environmentName, '--out', 'dns-deployed'];
  await runInProject(deployment, 'npm', args);
  const read = (name: string) => readFileSync(project.path('dns-deployed', name), 'utf8');
  return { 'named.conf': read('named.conf'), 'validate-except.conf': read('validate-except.conf') };
}

/** The outputs of a deployed stack, from `terraform output`. */
export async function readOutputs(
  deployment: Deployment,
  stack: StackId,
): Promise<Readonly<Record<string, unknown>>> {
  const folder = path.dirname(stackFile(deployment, stack));
  const text = await runInProject(deployment, 'terraform', [
    `-chdir=${folder}`,
    'output',
    '-json',
    '-no-color',
  ]);
  return parseOutputs(text);
}

const running = new Set<ChildProcess>();
let isOver = false;

/**
 * Ends the running commands with all their child processes, and returns when they are gone. No command can start after
 * that.
 */
export async function endCommands(): Promise<void> {
  isOver = true;
  await Promise.all(
    [...running].map(async (child) => {
      const closed = once(child, 'close');
      endGroup(child);
      await closed;
    }),
  );
}

function endGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // it has just ended
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Runs a program in the project's folder, and returns what it printed. @throws with all of it when the program fails */
export async function runInProject(
  { project, variables }: Deployment,
  program: string,
  args: readonly string[],
  onProgress?: (line: string) => void,
): Promise<string> {
  if (isOver) throw new Error(`did not start ${program}: the lab is ending`);
  const child = spawn(program, args, {
    cwd: project.folder,
    env: variables,
    stdio: ['ignore', 'pipe', 'pipe'],
    // a process group of its own can be ended as a whole
    detached: true,
  });
  running.add(child);
  const { ended } = watch(child);
  child.stdout.on('data', (text: string) => {
    for (const [, stack = '', resource = ''] of plain(text).matchAll(
      /^(\S+) +(\S+?)(?: \([^)]*\))?: Creation complete/gm,
    ))
      onProgress?.(`${stack}: ${resource}`);
  });
  try {
    const { exitCode, stdout, stderr } = await ended;
    if (exitCode !== 0) throw new Error(`${program} ${args[0] ?? ''} failed:\n${stdout}${stderr}`);
    return stdout;
  } finally {
    running.delete(child);
  }
}

/** Text without the escape sequences that move the cursor and set colours. */
function plain(text: string): string {
  // eslint-disable-next-line no-control-regex -- escape sequences begin with a control character
  return text.replaceAll(/\u001b\[[0-9;]*[A-Za-z]/g, '');
}
