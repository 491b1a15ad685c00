import { z } from 'zod';
import { environmentSchema } from './schema';
import { users, usersFile } from './users';

/** The text of `config.schema.json`, with which editors complete and explain environment files. */
export function jsonSchemaText(): string {
  const schema = z.toJSONSchema(environmentSchema, {
    io: 'input',
    target: 'draft-7',
    override: ({ zodSchema, jsonSchema }) => {
      // the loader puts the people of a file in its place, so the schema that checks them knows only the list
      if (zodSchema !== users) return;
      const { description, ...asList } = jsonSchema;
      for (const key of Object.keys(asList)) Reflect.deleteProperty(jsonSchema, key);
      Object.assign(jsonSchema, {
        description,
        anyOf: [asList, z.toJSONSchema(usersFile, { target: 'draft-7' })],
      });
    },
  });
  return `${JSON.stringify({ ...schema, title: 'A deployment of private access to SageMaker Studio' }, null, 2)}\n`;
}
