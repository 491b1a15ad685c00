import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { projectFolder } from '../../config/project-folder';

/** Folders of tests that are about more than one file or folder, and what each holds. */
const crossCutting: Readonly<Record<string, string>> = {
  '__tests__/all-stacks': 'what is true of all stacks together',
  '__tests__/deployment': 'deployments by the real Terraform into the stand-in for AWS',
  '__tests__/repository': 'the repository: documents, imports, packages, tests',
  '__tests__/servers': 'files and functions with the real servers around them',
  'lab/__tests__/product': "parts of the product, in the lab's services",
  'lab/__tests__/repository': 'files of the repository that the lab knows about',
};

const projectPath = (...parts: string[]) => path.join(projectFolder, ...parts);
const isFile = (name: string) => ['.ts', '.mjs'].some((ending) => existsSync(projectPath(name + ending)));

/**
 * Whether a test mirrors the tree: `__tests__/dns/zones.test.ts` that of `dns/zones.ts`, and
 * `__tests__/config/load/custom-domain.test.ts` one of several of `config/load.ts`.
 */
function mirrors(test: string): boolean {
  const name = test.replace('__tests__/', '').replace(/\.test\.ts$/, '');
  return isFile(name) || existsSync(projectPath(name)) || isFile(path.dirname(name));
}

const testFiles = ['__tests__', 'lab/__tests__']
  .filter((folder) => existsSync(projectPath(folder)))
  .flatMap((folder) =>
    readdirSync(projectPath(folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.test.ts'))
      .map((file) => path.posix.join(folder, file)),
  );

const isCrossCutting = (test: string) =>
  Object.keys(crossCutting).some((folder) => test.startsWith(`${folder}/`));

describe('the place of a test', () => {
  it('says which file or folder it is about, or that it is about several', () => {
    expect(testFiles.filter((test) => !mirrors(test) && !isCrossCutting(test))).toEqual([]);
  });

  it.each<[test: string, expected: boolean]>([
    ['__tests__/dns/zones.test.ts', true],
    ['__tests__/dns/syntaxes.test.ts', true],
    ['__tests__/config/load/custom-domain.test.ts', true],
    ['__tests__/main/state.test.ts', true],
    ['__tests__/dns/grammar.test.ts', false],
    ['__tests__/stacks/policies.test.ts', false],
    ['__tests__/attacks.test.ts', false],
    ['__tests__/no-folder/load.test.ts', false],
  ])('%s: %s', (test, expected) => {
    expect(mirrors(test)).toBe(expected);
  });

  it('is in a folder that exists', () => {
    const folders = Object.keys(crossCutting).filter((folder) =>
      existsSync(projectPath(folder.split('/')[0] ?? '')),
    );
    expect(folders.filter((folder) => !statSync(projectPath(folder)).isDirectory())).toEqual([]);
  });
});
