import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { allStackIds, stackIds, type StackId } from '../../config/stack-ids';
import { readResources } from '../terraform/resources';
import type { Variables } from '../variables';

/** A stack that every environment has: the states of the others are beside its state. */
const [sibling] = stackIds;

/**
 * The stacks that still have resources and are not synthesized, because the environment file does not have them any more.
 * Terraform could not destroy them.
 *
 * @param outputFolder what is synthesized, `cdktf.out`
 * @param variables for Terraform: credentials for the state, and PATH
 */
export async function forgottenStacks(outputFolder: string, variables: Variables): Promise<StackId[]> {
  const found: StackId[] = [];
  for (const id of allStackIds) {
    if (isSynthesized(outputFolder, id)) continue;
    const folder = mkdtempSync(path.join(tmpdir(), 'studio-forgotten-'));
    try {
      writeBackend(path.join(outputFolder, 'stacks', sibling), id, folder);
      if ((await readResources(folder, variables)).length > 0) found.push(id);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  return found;
}

/** A folder alone says nothing: Terraform's own files stay in it when a stack is not synthesized any more. */
export function isSynthesized(outputFolder: string, id: StackId): boolean {
  return existsSync(path.join(outputFolder, 'stacks', id, 'cdk.tf.json'));
}

/** Writes the backend of a stack into a folder: its state has the sibling's place, with its own id for a name. */
function writeBackend(siblingFolder: string, id: StackId, folder: string): void {
  const { terraform } = JSON.parse(readFileSync(path.join(siblingFolder, 'cdk.tf.json'), 'utf8')) as {
    terraform: { backend: Record<string, Record<string, unknown>> };
  };
  const inPlace = (place: string) => place.replace(/[^/\\]*\.tfstate$/, `${id}.tfstate`);
  const backend = Object.fromEntries(
    Object.entries(terraform.backend).map(([type, settings]) => [
      type,
      {
        ...settings,
        ...(typeof settings.path === 'string' && {
          path: inPlace(path.resolve(realpathSync(siblingFolder), settings.path)),
        }),
        ...(typeof settings.key === 'string' && { key: inPlace(settings.key) }),
      },
    ]),
  );
  writeFileSync(path.join(folder, 'cdk.tf.json'), JSON.stringify({ terraform: { backend } }));
}
