import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { projectFolder } from '../../config/project-folder';
import { folderCycles, foldersOf, importsOf } from '../../test-support/import-graph';

/** Tests lie below the folder that they test, and import whatever they need; nothing imports them. */
const isTest = (file: string) => file.split(path.sep).includes('__tests__');

describe('imports between folders', () => {
  const all = importsOf(projectFolder);
  const imports = all.filter(({ from }) => !isTest(from));
  const parents = foldersOf(imports);

  it('are found', () => {
    expect(parents).toEqual(expect.arrayContaining(['', 'lab', 'handlers', 'stacks', 'dns']));
    expect(imports).toContainEqual({ from: 'dns/zones.ts', to: 'config/regions.ts' });
    expect(imports).toContainEqual({ from: 'dns/files.ts', to: 'dns/syntaxes/index.ts' });
  });

  it('go round in no circle', () => {
    // the imports of the shortest way round are what a failure prints
    expect(
      parents.flatMap((parent) =>
        folderCycles(imports, parent).map((cycle) => ({ below: parent, ...cycle })),
      ),
    ).toEqual([]);
  });

  it('lead to no test', () => {
    expect(all.filter(({ to }) => isTest(to))).toEqual([]);
  });
});

describe('folderCycles', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'studio-imports-'));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  let unique = 0;
  /** Cycles of a project of these files. */
  const cyclesOf = (files: Readonly<Record<string, string>>, parent = '') => {
    const project = path.join(folder, String((unique += 1)));
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(project, name)), { recursive: true });
      writeFileSync(path.join(project, name), text);
    }
    return folderCycles(importsOf(project), parent);
  };

  it.each<[what: string, text: string]>([
    ['a value', "import { b } from '../b/b';"],
    ['a type', "import type { B } from '../b/b';"],
    ['what it exports again', "export * from '../b/b';"],
    ['a value at run time', "const b = await import('../b/b');"],
    ['a folder', "import { b } from '../b';"],
  ])('sees a folder that imports %s of one that imports it', (_, text) => {
    const files = { 'a/a.ts': text, 'b/index.ts': "export * from './b';", 'b/b.ts': "import '../a/a';" };
    expect(cyclesOf(files)).toMatchObject([{ folders: ['a', 'b'] }]);
  });

  it('sees a way round three folders, by different files, and says which imports it is made of', () => {
    const files = {
      'a/one.ts': "import '../b/one';",
      'b/one.ts': 'export {};',
      'b/two.ts': "import '../c/one.mjs';",
      'c/one.mjs': "import '../a/two';",
      'a/two.ts': 'export {};',
      'd/one.ts': "import '../a/one';",
    };
    expect(cyclesOf(files)).toEqual([
      {
        folders: ['a', 'b', 'c'],
        way: ['a/one.ts imports b/one.ts', 'b/two.ts imports c/one.mjs', 'c/one.mjs imports a/two.ts'],
      },
    ]);
  });

  it('sees two cycles apart, below a folder', () => {
    const files = {
      'p/a/a.ts': "import '../b/b';",
      'p/b/b.ts': "import '../a/a'; import '../c/c';",
      'p/c/c.ts': "import '../d/d';",
      'p/d/d.ts': "import '../c/c';",
    };
    expect(cyclesOf(files)).toEqual([]);
    expect(cyclesOf(files, 'p').map(({ folders }) => folders)).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });

  it('sees none in comments, strings, packages, imports of the same folder or of one direction', () => {
    const files = {
      'a/a.ts': "// import '../b/b';\nconst text = \"import '../b/b'\";\nimport 'b';\nimport './other';",
      'a/other.ts': 'export {};',
      'b/b.ts': "import '../a/a';",
    };
    expect(cyclesOf(files)).toEqual([]);
  });

  it('fails for an import that leads nowhere', () => {
    expect(() => cyclesOf({ 'a/a.ts': "import '../b/gone';" })).toThrow(
      'imports ../b/gone, which is no file',
    );
  });
});
