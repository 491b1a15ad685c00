import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ProjectCopy } from '../../test-support/project-copy';

/** Stacks in the order of deployment. */
const stackIds = ['network', 'identity', 'studio', 'private-api'] as const;

/** A copy of the project that is, or is to be, deployed into the stand-in. */
export interface Deployment {
  readonly project: ProjectCopy;
  readonly environmentName: string;
  /** Of the commands: credentials, endpoint, providers. */
  readonly variables: Readonly<Record<string, string>>;
}

/**
 * Deploys all stacks with the real `cdktf deploy`.
 * @param onProgress gets a line for each thing that is made
 * @throws with the command's output when it fails
 */
export async function deploy(deployment: Deployment, onProgress: (line: string) => void): Promise<void> {
  const args = ['deploy', ...stackIds, '--auto-approve', '--skip-provider-lock'];
  await run(deployment, path.join('node_modules', '.bin', 'cdktf'), args, onProgress);
}

/** Synthesizes again and applies some stacks: what `cdktf deploy` does for them, without planning the others. */
export async function deployAgain(deployment: Deployment, stacks: readonly string[]): Promise<void> {
  const { environmentName } = deployment;
  await run(deployment, path.join('node_modules', '.bin', 'tsx'), ['main.ts', '--env', environmentName]);
  for (const stack of stacks) {
    const folder = path.join('cdktf.out', 'stacks', stack);
    const args = [`-chdir=${folder}`, 'apply', '-auto-approve', '-input=false', '-no-color', '-refresh=false'];
    await run(deployment, 'terraform', args);
  }
}

/** Writes the files for corporate DNS with the product's own command, and returns those for BIND. */
export async function dnsFiles(
  deployment: Deployment,
): Promise<{ 'named.conf': string; 'named.conf.options': string }> {
  const { project, environmentName } = deployment;
  const args = ['cli/dns.ts', '--env', environmentName, '--out', 'dns-deployed'];
  await run(deployment, path.join('node_modules', '.bin', 'tsx'), args);
  const read = (name: string) => readFileSync(project.path('dns-deployed', name), 'utf8');
  return { 'named.conf': read('named.conf'), 'named.conf.options': read('named.conf.options') };
}

function run(
  { project, variables }: Deployment,
  program: string,
  args: readonly string[],
  onProgress?: (line: string) => void,
): Promise<void> {
  const child = spawn(program, args, { cwd: project.folder, env: variables, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const take = (chunk: Buffer) => {
    output += chunk.toString();
    for (const line of chunk.toString().split('\n')) {
      const made = /(\S+) {1,2}(\S+ \([^)]*\): |\S+: )?(Creation complete|Apply complete)/.exec(line);
      if (made) onProgress?.(line.trim());
    }
  };
  child.stdout.on('data', take);
  child.stderr.on('data', take);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${program} ${args[0] ?? ''} failed:\n${output}`));
    });
  });
}
