import path from 'node:path';
import { jsonSchemaText } from '../config/json-schema';
import { runCommand } from './failure';
import { replaceFile } from './output/files';

void runCommand(() => {
  replaceFile(path.join(__dirname, '..', 'config.schema.json'), jsonSchemaText());
});
