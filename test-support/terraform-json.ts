import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { allStackIds, type StackId } from '../config/stack-ids';

/** The parts of one stack's `cdk.tf.json` that tests use. */
export interface StackJson {
  readonly terraform: { readonly backend: Record<string, Record<string, unknown>> };
  readonly provider: { readonly aws: readonly Record<string, unknown>[] };
  readonly resource?: Record<string, Record<string, Attributes>>;
  readonly data?: Record<string, Record<string, Attributes>>;
  /** Resources that Terraform forgets. */
  readonly removed?: readonly { readonly from: string; readonly lifecycle: { readonly destroy: boolean } }[];
  readonly moved?: readonly { readonly from: string; readonly to: string }[];
  readonly output?: Record<
    string,
    { readonly value: unknown; readonly description?: string; readonly sensitive?: boolean }
  >;
}

/** Attributes of a resource, in Terraform's spelling. */
export type Attributes = Readonly<Record<string, unknown>>;

/** Reads the stacks in an output folder of synthesis; a stack that the environment does not have is not among them. */
export function readStacks(outputFolder: string): Record<StackId, StackJson> {
  const files = allStackIds.map((id) => [id, path.join(outputFolder, 'stacks', id, 'cdk.tf.json')] as const);
  return Object.fromEntries(
    files
      .filter(([, file]) => existsSync(file))
      .map(([id, file]) => [id, JSON.parse(readFileSync(file, 'utf8')) as StackJson]),
  ) as Record<StackId, StackJson>;
}

/** All resources of a type in a stack, by name. */
export function resourcesOf(stack: StackJson, type: string): Record<string, Attributes> {
  return stack.resource?.[type] ?? {};
}

/** One resource of a stack; fails when there is none. */
export function resourceOf(stack: StackJson, type: string, name: string): Attributes {
  const resource = stack.resource?.[type]?.[name];
  if (!resource) throw new Error(`the stack has no ${type}.${name}`);
  return resource;
}
