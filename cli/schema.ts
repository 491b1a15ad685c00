import path from 'node:path';
import { jsonSchemaText } from '../config/json-schema';
import { projectFolder } from '../config/project-folder';
import { runCommand } from './failure';
import { replaceFile } from './output/files';

void runCommand(() => {
  replaceFile(path.join(projectFolder, 'config.schema.json'), jsonSchemaText());
});
