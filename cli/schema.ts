import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { jsonSchemaText } from '../config/json-schema';

writeFileSync(path.join(__dirname, '..', 'config.schema.json'), jsonSchemaText());
