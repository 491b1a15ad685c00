import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Variables } from '../variables';
import { terraformOutput } from './terraform';

/** Where a stack keeps its state: the one backend of its configuration, by type. */
type Backend = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/**
 * Asks Terraform about the state of a stack, wherever that is. Only the backend of the stack's configuration is used, in a
 * folder of its own: no provider is downloaded, and nothing in the stack's folder changes.
 *
 * @param stackFolder the synthesized stack, `cdktf.out/stacks/<id>`
 * @param variables for Terraform: credentials for the state, and PATH
 * @param args of the one command after `terraform init`
 * @returns what Terraform prints
 * @throws if the stack is not synthesized, or Terraform cannot read its state (with Terraform's own words)
 */
export async function askBackend(
  stackFolder: string,
  variables: Variables,
  args: readonly string[],
): Promise<string> {
  const file = path.join(stackFolder, 'cdk.tf.json');
  if (!existsSync(file)) {
    throw new Error(`${file} does not exist: run npm run synth with the same --env first`);
  }
  const { terraform } = JSON.parse(readFileSync(file, 'utf8')) as { terraform: { backend: Backend } };
  const folder = mkdtempSync(path.join(tmpdir(), 'studio-outputs-'));
  try {
    const backend = absolute(terraform.backend, stackFolder);
    writeFileSync(path.join(folder, 'main.tf.json'), JSON.stringify({ terraform: { backend } }));
    await terraformOutput(['init', '-input=false', '-no-color'], { folder, variables });
    return await terraformOutput(args, { folder, variables });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A local state's path is relative to the stack's folder, with links followed, as Terraform does. */
function absolute(backend: Backend, stackFolder: string): Backend {
  const { local } = backend;
  if (typeof local?.path !== 'string') return backend;
  return { local: { ...local, path: path.resolve(realpathSync(stackFolder), local.path) } };
}
