import path from 'node:path';
import type { StackId } from '../config/stack-ids';
import { outputFolder } from './environment';
import { synthesizedEnvironment } from './output/admission';
import { readOutputs, type Outputs } from './terraform/outputs';

/**
 * Outputs of an environment's stacks, which are synthesized in the output folder; of a stack that is not deployed, none.
 *
 * @throws if the folder holds another environment
 */
export async function deployedOutputs<Stack extends StackId>(
  name: string,
  stackIds: readonly Stack[],
): Promise<Record<Stack, Outputs>> {
  const folder = outputFolder();
  const synthesized = synthesizedEnvironment(folder);
  if (synthesized !== name) {
    throw new Error(
      `${folder} holds ${synthesized === undefined ? 'no environment' : `the environment ${synthesized}`}, ` +
        `expected ${name}: run npm run synth -- --env ${name} first`,
    );
  }
  const found = {} as Record<Stack, Outputs>;
  for (const id of stackIds) found[id] = await readOutputs(path.join(folder, 'stacks', id), process.env);
  return found;
}
