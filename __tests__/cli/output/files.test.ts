import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { replaceFiles } from '../../../cli/output/files';

describe('several files that are replaced', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'studio-files-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('are all new afterwards', () => {
    const files = ['one', 'two'].map((name) => path.join(folder, name));
    for (const file of files) writeFileSync(file, 'old');
    replaceFiles(files.map((file) => [file, 'new'] as const));
    expect(readdirSync(folder)).toEqual(['one', 'two']);
    for (const file of files) expect(readFileSync(file, 'utf8')).toBe('new');
  });

  it('are all the old ones when one cannot be written, and say in which folder', () => {
    const file = path.join(folder, 'one');
    writeFileSync(file, 'old');
    const missing = path.join(folder, 'missing', 'two');
    let thrown: unknown;
    try {
      replaceFiles([
        [file, 'new'],
        [missing, 'new'],
      ]);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ code: 'ENOENT', path: path.dirname(missing) });
    expect(readdirSync(folder)).toEqual(['one']);
    expect(readFileSync(file, 'utf8')).toBe('old');
  });
});
