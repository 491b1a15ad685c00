import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { projectFolder } from '../../config/project-folder';
import { packagesOf } from '../../test-support/import-graph';

interface PackageJson {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

const isInLab = (file: string) => file.split(path.sep)[0] === 'lab';

/** The folder of each workspace, and the packages that its files import. The lab may have been deleted. */
const workspaces = [
  ['.', packagesOf(projectFolder, isInLab)] as const,
  ...['lab']
    .filter((folder) => existsSync(path.join(projectFolder, folder)))
    .map((folder) => [folder, packagesOf(path.join(projectFolder, folder))] as const),
];

describe.each(workspaces)('the package.json in %s', (folder, imported) => {
  const { dependencies, devDependencies } = JSON.parse(
    readFileSync(path.join(projectFolder, folder, 'package.json'), 'utf8'),
  ) as PackageJson;

  it('has every package that files of this workspace import', () => {
    const listed = { ...dependencies, ...devDependencies };
    expect(imported).toContain('fflate');
    expect(imported.filter((name) => !(name in listed))).toEqual([]);
  });
});

test('what the product imports to run is no development dependency', () => {
  const isTool = (file: string) =>
    isInLab(file) || !/^(?:main\.ts|api|cli|config|constructs|dns|handlers|packaging|stacks)/.test(file);
  const { dependencies = {} } = JSON.parse(
    readFileSync(path.join(projectFolder, 'package.json'), 'utf8'),
  ) as PackageJson;
  expect(packagesOf(projectFolder, isTool).filter((name) => !(name in dependencies))).toEqual([]);
});
