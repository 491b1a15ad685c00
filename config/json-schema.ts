import { z } from 'zod';
import { environmentSchema } from './schema';

/** The text of `config.schema.json`, with which editors complete and explain environment files. */
export function jsonSchemaText(): string {
  const schema = z.toJSONSchema(environmentSchema, { io: 'input', target: 'draft-7' });
  return `${JSON.stringify({ ...schema, title: 'A deployment of private access to SageMaker Studio' }, null, 2)}\n`;
}
