import { readFileSync } from 'node:fs';
import path from 'node:path';
import { jsonSchemaText } from '../../config/json-schema';
import { projectFolder } from '../../config/project-folder';

interface Schema {
  readonly description?: string;
  readonly properties?: Record<string, Schema>;
  readonly items?: Schema;
  readonly anyOf?: Schema[];
  readonly oneOf?: Schema[];
}

/** Key path and schema of every field. */
function fieldsOf(schema: Schema, prefix: string): [string, Schema][] {
  const own = Object.entries(schema.properties ?? {}).flatMap(([key, field]): [string, Schema][] => [
    [`${prefix}${key}`, field],
    ...fieldsOf(field, `${prefix}${key}.`),
  ]);
  const inner = [schema.items, ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  return [...own, ...inner.flatMap((part) => (part ? fieldsOf(part, prefix) : []))];
}

describe('config.schema.json', () => {
  it('is what the schema generates; if not, run: npm run schema', () => {
    const file = path.join(projectFolder, 'config.schema.json');
    expect(readFileSync(file, 'utf8')).toBe(jsonSchemaText());
  });

  it('explains every field', () => {
    const fields = fieldsOf(JSON.parse(jsonSchemaText()) as Schema, '');
    expect(fields.length).toBeGreaterThan(50);
    expect(fields.filter(([, { description }]) => (description ?? '') === '').map(([key]) => key)).toEqual(
      [],
    );
  });
});
