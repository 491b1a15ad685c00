import path from 'node:path';
import { loadEnvironment } from '../config/load';
import { projectFolder } from '../config/project-folder';
import { namesIn, readEnvironmentFile } from '../config/read-file';
import { jsonSchemaText } from '../config/json-schema';
import { stackIds } from '../config/stack-ids';
import { leavesOf, type Schema } from '../test-support/schema-leaves';
import { synthesizeEnvironment } from '../test-support/synthesize';

const folder = path.join(projectFolder, 'environments');
const names = namesIn(folder, '.json');

it.each(names)('the environment %s synthesizes', (name) => {
  expect(Object.keys(synthesizeEnvironment(loadEnvironment(name, folder)))).toEqual([...stackIds]);
});

it('every setting of sign-in is in one of the environments', () => {
  const used = new Set(
    names.flatMap((name) => pathsOf(JSON.parse(readEnvironmentFile(folder, `${name}.json`, name)))),
  );
  const settings = leavesOf(JSON.parse(jsonSchemaText()) as Schema).filter((setting) =>
    setting.startsWith('identity.'),
  );
  expect(settings.length).toBeGreaterThan(25);
  expect(settings.filter((setting) => !used.has(setting))).toEqual([]);
});

/** Paths of all objects, lists and values; entries of lists have none of their own. */
function pathsOf(value: unknown, prefix = ''): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [prefix];
  return Object.entries(value).flatMap(([key, child]) => [
    prefix,
    ...pathsOf(child, prefix === '' ? key : `${prefix}.${key}`),
  ]);
}
