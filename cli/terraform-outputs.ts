import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Outputs of a deployed stack, by name. */
export type Outputs = Readonly<Record<string, unknown>>;

/** Where a stack keeps its state: the one backend of its configuration, by type. */
type Backend = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/**
 * Reads the outputs of a deployed stack with Terraform, wherever its state is. Only the backend of the stack's
 * configuration is used, in a folder of its own: no provider is downloaded, and nothing in the stack's folder changes.
 *
 * @param stackFolder the synthesized stack, `cdktf.out/stacks/<id>`
 * @param variables environment of the Terraform processes: credentials for the state, and the path
 * @throws if the stack is not synthesized, or Terraform cannot read its state (with Terraform's own words)
 */
export function readOutputs(
  stackFolder: string,
  variables: Readonly<Record<string, string | undefined>>,
): Outputs {
  const file = path.join(stackFolder, 'cdk.tf.json');
  if (!existsSync(file)) {
    throw new Error(
      `got no ${file}, expected a synthesized stack: run npm run synth with the same --env first`,
    );
  }
  const { terraform } = JSON.parse(readFileSync(file, 'utf8')) as { terraform: { backend: Backend } };
  const folder = mkdtempSync(path.join(tmpdir(), 'studio-outputs-'));
  try {
    const backend = absolute(terraform.backend, stackFolder);
    writeFileSync(path.join(folder, 'main.tf.json'), JSON.stringify({ terraform: { backend } }));
    const run = (...args: string[]) => runTerraform(args, folder, variables);
    run('init', '-input=false', '-no-color');
    const outputs = JSON.parse(run('output', '-json', '-no-color')) as Record<string, { value: unknown }>;
    return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A local state's path is relative to the stack's folder. */
function absolute(backend: Backend, stackFolder: string): Backend {
  const { local } = backend;
  if (typeof local?.path !== 'string') return backend;
  return { local: { ...local, path: path.resolve(stackFolder, local.path) } };
}

function runTerraform(
  args: readonly string[],
  folder: string,
  variables: Readonly<Record<string, string | undefined>>,
): string {
  // the variable that cdktf itself reads for the same purpose
  const terraform = variables.TERRAFORM_BINARY_NAME ?? 'terraform';
  try {
    return execFileSync(terraform, args, { cwd: folder, env: variables, encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    const { code, stderr } = error as { code?: string; stderr?: string };
    if (code === 'ENOENT')
      throw new Error(`got no program ${terraform}, expected Terraform 1.10 or later`, { cause: error });
    throw new Error(`terraform ${args[0] ?? ''} failed:\n${(stderr ?? '').trim()}`, { cause: error });
  }
}
