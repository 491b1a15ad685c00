/** The parts of one stack's `cdk.tf.json` that tests use. */
export interface StackJson {
  readonly terraform: { readonly backend: Record<string, Record<string, unknown>> };
  readonly locals?: Record<string, unknown>;
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

/** All resources of a type in a stack, by name. */
export function resourcesOf(stack: StackJson, type: string): Record<string, Attributes> {
  return stack.resource?.[type] ?? {};
}

/** One resource of a stack, with the entries of its `for_each`; fails when there is none. */
export function resourceOf(stack: StackJson, type: string, name: string): Attributes {
  const resource = stack.resource?.[type]?.[name];
  if (!resource) throw new Error(`the stack has no ${type}.${name}`);
  const { for_each } = resource;
  const local = typeof for_each === 'string' ? /^\$\{local\.([\w-]+)\}$/.exec(for_each)?.[1] : undefined;
  return local === undefined ? resource : { ...resource, for_each: stack.locals?.[local] };
}
