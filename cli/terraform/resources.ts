import { z } from 'zod';
import { askBackend } from './backend';
import type { Variables } from '../variables';

/** A resource that Terraform made, as its state has it. */
export interface DeployedResource {
  /** `aws_sagemaker_domain` */
  readonly type: string;
  /** `aws_sagemaker_domain.domain`, without the key of an instance. */
  readonly address: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** The part of a state that is read here. https://developer.hashicorp.com/terraform/internals/json-format */
const stateSchema = z.object({
  resources: z.array(
    z.object({
      mode: z.string(),
      type: z.string(),
      name: z.string(),
      instances: z.array(z.object({ attributes: z.record(z.string(), z.unknown()) })),
    }),
  ),
});

/**
 * Reads which resources a stack has, also one that was deployed half-way; none if it is not deployed.
 *
 * @param stackFolder the synthesized stack, `cdktf.out/stacks/<id>`
 * @param variables for Terraform: credentials for the state, and PATH
 * @throws if the stack is not synthesized, or Terraform cannot read its state (with Terraform's own words)
 */
export async function readResources(
  stackFolder: string,
  variables: Variables,
): Promise<readonly DeployedResource[]> {
  const text = await askBackend(stackFolder, variables, ['state', 'pull']);
  return text.trim() === '' ? [] : resourcesOf(text);
}

/** The resources in the text of a state, without what is only read (`data`). @throws if it is no state */
export function resourcesOf(stateText: string): readonly DeployedResource[] {
  const { resources } = stateSchema.parse(JSON.parse(stateText));
  return resources
    .filter(({ mode }) => mode === 'managed')
    .flatMap(({ type, name, instances }) =>
      instances.map(({ attributes }) => ({ type, address: `${type}.${name}`, attributes })),
    );
}
