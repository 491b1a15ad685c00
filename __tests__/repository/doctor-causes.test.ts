import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { projectFolder } from '../../config/project-folder';

const read = (...parts: string[]) => readFileSync(path.join(projectFolder, ...parts), 'utf8');
const folder = ['cli', 'studio-access', 'doctor'];
const sources = readdirSync(path.join(projectFolder, ...folder))
  .filter((name) => name.endsWith('.ts'))
  .map((name) => read(...folder, name))
  .join('\n');
const found = (pattern: RegExp) => [...new Set([...sources.matchAll(pattern)].map(([, word = '']) => word))];

/** The part of the operations document about the doctor. */
const [documented = ''] = /^## The doctor$[^]*?(?=^## )/m.exec(read('docs', 'operations.md')) ?? [];

describe('what the doctor finds is in docs/operations.md', () => {
  const causes = found(/(?:cause: |found\(\s*)'([a-z_]+)'/g);

  it('the test finds causes', () => {
    expect(causes.length).toBeGreaterThan(30);
  });

  it.each(causes)('%s', (cause) => {
    expect(documented).toContain(`\`${cause}\``);
  });
});
