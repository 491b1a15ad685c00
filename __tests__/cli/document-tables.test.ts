import { readFileSync } from 'node:fs';
import path from 'node:path';
import { documentTables, withTable, type DocumentTable } from '../../cli/document-tables';
import { projectFolder } from '../../config/project-folder';
import { ProjectCopy } from '../../test-support/project-copy';

describe('the tables of the documents', () => {
  const project = new ProjectCopy();
  let tables: DocumentTable[];
  beforeAll(() => {
    expect(project.synth('example')).toMatchObject({ exitCode: 0 });
    tables = documentTables(project.path('cdktf.out'));
  });
  afterAll(() => {
    project.remove();
  });

  it('are what follows from the code; if not, run: npm run docs', () => {
    expect(tables.map(({ name }) => name)).toEqual(['servers', 'outputs']);
    for (const table of tables) {
      const text = readFileSync(path.join(projectFolder, table.document), 'utf8');
      expect(text).toBe(withTable(text, table));
    }
  });

  it('list outputs that people read, and not those that join stacks', () => {
    const { markdown = '' } = tables.find(({ name }) => name === 'outputs') ?? {};
    expect(markdown).toMatch(/^\| `network` +\| `vpc_id` +\| The VPC of the endpoints and of Studio +\|$/m);
    expect(markdown).toMatch(/^\| `private-api` +\| `named_conf` +\|/m);
    expect(markdown).not.toContain('cross-stack');
  });

  it('name every DNS server with its files', () => {
    const { markdown = '' } = tables.find(({ name }) => name === 'servers') ?? {};
    expect(markdown).toMatch(/^\| BIND 9.14 or later +\| `named.conf`, `validate-except.conf` +\|/m);
  });
});

describe('withTable', () => {
  const table = { document: 'docs/a.md', name: 'x', markdown: '| new |\n| --- |\n' };
  const begin = '<!-- npm run docs: x -->';
  const end = '<!-- end of x -->';

  it('replaces what stands between the comments and nothing else, and again gives the same', () => {
    const text = withTable(`before\n${begin}\nold\n${end}\nafter ${end}`, table);
    expect(text).toBe(`before\n${begin}\n\n| new |\n| --- |\n\n${end}\nafter ${end}`);
    expect(withTable(text, table)).toBe(text);
  });

  it.each([
    ['no comment', 'text'],
    ['no end', begin],
    ['no beginning', end],
    ['them in the wrong order', `${end}\n${begin}`],
  ])('fails for a document with %s, and says which lines it expects', (_, text) => {
    expect(() => withTable(text, table)).toThrow(
      `docs/a.md: the table x has no place, expected the lines ${begin} and ${end}`,
    );
  });
});
