import path from 'node:path';
import { loadEnvironment } from '../config/load';
import { projectFolder } from '../config/project-folder';
import { namesIn, readEnvironmentFile } from '../config/read-file';
import { jsonSchemaText } from '../config/json-schema';
import { stackIdsOf } from '../config/stack-ids';
import { leavesOf, type Schema } from '../test-support/schema-leaves';
import { synthesizeEnvironment } from '../test-support/synthesize';

const folder = path.join(projectFolder, 'environments');
const names = namesIn(folder, '.json');

it.each(names)('the environment %s synthesizes', (name) => {
  const environment = loadEnvironment(name, folder);
  expect(Object.keys(synthesizeEnvironment(environment))).toEqual(stackIdsOf(environment));
});

it.each(names)('the environment %s, to begin with, names nobody by what people can often edit', (name) => {
  const { cognito, oidc } = loadEnvironment(name, folder).identity;
  expect(oidc?.acceptEditableClaim ?? false).toBe(false);
  expect(cognito?.federation?.acceptEditableAttribute ?? false).toBe(false);
});

it('every setting of sign-in, of Studio and its people, and of a simulated site is in one of the environments', () => {
  const used = new Set(
    names.flatMap((name) => pathsOf(JSON.parse(readEnvironmentFile(folder, `${name}.json`, name)))),
  );
  const schema = JSON.parse(jsonSchemaText()) as Schema;
  const listed = schema.properties?.studio?.properties?.users?.anyOf?.[0]?.items;
  const settings = [
    ...leavesOf(schema).filter((setting) => /^(identity|studio|corporateSite)\./.test(setting)),
    ...(listed ? leavesOf(listed, 'studio.users[]') : []),
  ];
  expect(settings.length).toBeGreaterThan(45);
  expect(settings.filter((setting) => !used.has(setting))).toEqual([]);
});

/** Paths of all objects, lists and values; `[]` stands for each entry of a list. */
function pathsOf(value: unknown, prefix = ''): string[] {
  if (typeof value !== 'object' || value === null) return [prefix];
  const children = Array.isArray(value)
    ? value.map((child: unknown) => [`${prefix}[]`, child] as const)
    : Object.entries(value).map(([key, child]) => [prefix === '' ? key : `${prefix}.${key}`, child] as const);
  return [prefix, ...children.flatMap(([path, child]) => pathsOf(child, path))];
}
