import { parseOutputs } from '../../config/outputs';
import { askBackend } from './backend';
import type { Variables } from '../variables';

/** Outputs of a deployed stack, by name. */
export type Outputs = Readonly<Record<string, unknown>>;

/**
 * Reads the outputs of a stack with Terraform, wherever its state is; none if it is not deployed.
 *
 * @param stackFolder the synthesized stack, `cdktf.out/stacks/<id>`
 * @param variables for Terraform: credentials for the state, and PATH
 * @throws if the stack is not synthesized, or Terraform cannot read its state (with Terraform's own words)
 */
export async function readOutputs(stackFolder: string, variables: Variables): Promise<Outputs> {
  return parseOutputs(await askBackend(stackFolder, variables, ['output', '-json', '-no-color']));
}
