import { readFileSync } from 'node:fs';
import path from 'node:path';
import { projectFolder } from '../../config/project-folder';

interface LockFile {
  readonly packages: Record<
    string,
    {
      readonly resolved?: string;
      readonly link?: true;
      readonly optionalDependencies?: Record<string, string>;
    }
  >;
}

describe('package-lock.json', () => {
  const { packages } = JSON.parse(
    readFileSync(path.join(projectFolder, 'package-lock.json'), 'utf8'),
  ) as LockFile;

  it("holds every platform's part of a package, without which npm ci refuses it", () => {
    const locked = Object.keys(packages);
    const missing = Object.values(packages)
      .flatMap(({ optionalDependencies }) => Object.keys(optionalDependencies ?? {}))
      .filter((name) => !locked.some((location) => location.endsWith(`node_modules/${name}`)));
    expect(missing).toEqual([]);
  });

  it('names no registry', () => {
    // what is linked is a folder of the project
    const fetched = Object.values(packages).filter(({ link }) => link !== true);
    expect(fetched.filter(({ resolved }) => resolved !== undefined)).toEqual([]);
  });
});
