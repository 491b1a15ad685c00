/** What is read of a JSON schema. */
export interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly items?: Schema;
}

/** Paths of all settings that hold a value; `[]` stands for each entry of a list. */
export function leavesOf(schema: Schema, prefix = ''): string[] {
  const { properties, items } = schema;
  const choices = schema.anyOf ?? schema.oneOf ?? [];
  if (properties) {
    const paths = Object.entries(properties).flatMap(([key, child]) =>
      leavesOf(child, prefix === '' ? key : `${prefix}.${key}`),
    );
    return [...new Set(paths)];
  }
  if (choices.some((choice) => choice.properties)) {
    return [...new Set(choices.flatMap((choice) => leavesOf(choice, prefix)))];
  }
  return items?.properties ? leavesOf(items, `${prefix}[]`) : [prefix];
}
