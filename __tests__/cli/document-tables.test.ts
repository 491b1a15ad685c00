import { readFileSync } from 'node:fs';
import path from 'node:path';
import { documentTables, withTable } from '../../cli/document-tables';
import { projectFolder } from '../../config/project-folder';
import { environmentWith } from '../../test-support/environments';
import { synthesizeEnvironment } from '../../test-support/synthesize';

describe('the tables of the documents', () => {
  const tables = documentTables((name) => synthesizeEnvironment(environmentWith({}, name)));

  it('are what follows from the code; if not, run: npm run docs', () => {
    expect(tables.map(({ name }) => name)).toEqual(['servers', 'outputs']);
    for (const table of tables) {
      const text = readFileSync(path.join(projectFolder, table.document), 'utf8');
      expect(text).toBe(withTable(text, table));
    }
  });

  it('list outputs that people read, and not those that join stacks', () => {
    const { markdown = '' } = tables.find(({ name }) => name === 'outputs') ?? {};
    expect(markdown).toMatch(
      /^\| `network` +\| `vpc_id` +\| The VPC of the endpoints and of Studio +\| always +\|$/m,
    );
    expect(markdown).toMatch(/^\| `private-api` +\| `named_conf` +\|/m);
    expect(markdown).not.toContain('cross-stack');
  });

  it.each([
    ['identity', 'user_pool_id', 'with a user pool'],
    ['identity', 'sign_in_url', 'with a federated pool'],
    ['identity', 'sign_in_domain_target', 'with a sign-in domain in your own DNS'],
    ['corporate-network', 'hosts', 'with a simulated corporate site'],
  ])('say when %s has %s', (stack, output, when) => {
    const { markdown = '' } = tables.find(({ name }) => name === 'outputs') ?? {};
    expect(markdown).toMatch(new RegExp(`^\\| \`${stack}\` +\\| \`${output}\` .*\\| ${when} +\\|$`, 'm'));
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
