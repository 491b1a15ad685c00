import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { projectFolder } from '../../config/project-folder';

const read = (file: string) => readFileSync(path.join(projectFolder, file), 'utf8');
const exists = (...parts: string[]) => existsSync(path.join(projectFolder, ...parts));

/** Markdown files of a folder, by their paths from the project's. */
const documentsIn = (folder: string) =>
  readdirSync(path.join(projectFolder, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => path.join(folder, name));

const documents = ['.', '.github', 'docs', 'docs/adr', 'docs/sign-in', 'lab'].flatMap(documentsIn);

/** Optional files that a command makes. */
const madeOnDemand = ['environments/.terraform.lock.hcl'];

/** Folders and files at the top of the project; paths below them in a document must exist. */
const sources = new Set(
  readdirSync(projectFolder).filter((name) => !['cdktf.out', 'dist', 'state', 'node_modules'].includes(name)),
);

/** Paths that a document names as code: `dns/zones.ts`, `config/`. */
function pathsIn(text: string): string[] {
  const codes = [...text.matchAll(/`([\w.@-]+(?:\/[\w.@-]+)*\/?)`/g)].map(([, code = '']) => code);
  return codes.filter((code) => code.includes('/') && sources.has(code.split('/')[0] ?? ''));
}

describe.each(documents)('%s', (document) => {
  const text = read(document);

  it('names files and folders that exist', () => {
    const missing = new Set(pathsIn(text).filter((name) => !exists(name)));
    expect([...missing].filter((name) => !madeOnDemand.includes(name))).toEqual([]);
  });

  it('links to documents that exist', () => {
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)[^)]*\)/g)].map(([, link = '']) => link);
    expect(links.filter((link) => !exists(path.dirname(document), link))).toEqual([]);
  });

  it('names commands that package.json has', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const commands = [...text.matchAll(/npm run ([a-z][\w-]*(?::[\w-]+)?)/g)].map(([, name = '']) => name);
    expect(new Set(commands.filter((name) => !(name in scripts)))).toEqual(new Set());
  });
});

describe('the documents together', () => {
  it('name files and commands', () => {
    expect(pathsIn(read('CONTRIBUTING.md'))).toEqual(
      expect.arrayContaining(['config/schema.ts', 'dns/syntaxes/', 'api/routes.ts']),
    );
  });

  it('keep README.md to 150 lines', () => {
    expect(read('README.md').trimEnd().split('\n').length).toBeLessThanOrEqual(150);
  });
});
