import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  filesBelow,
  hashOf,
  hashOfContent,
  kindOf,
  removeEmptyFolders,
  replaceFile,
  replaceFiles,
} from '../../../cli/output/files';

const top = mkdtempSync(path.join(tmpdir(), 'studio-output-files-'));
const at = (...parts: string[]) => path.join(top, ...parts);
beforeEach(() => {
  rmSync(top, { recursive: true, force: true });
  mkdirSync(at('folder', 'inner'), { recursive: true });
  writeFileSync(at('folder', 'b'), 'b');
  writeFileSync(at('folder', 'inner', 'a'), 'a');
  symlinkSync('b', at('folder', 'link'));
  symlinkSync('inner', at('folder', 'linked-folder'));
});
afterAll(() => {
  rmSync(top, { recursive: true, force: true });
});

it.each([
  ['gone', 'nothing'],
  ['folder', 'folder'],
  ['folder/b', 'file'],
  ['folder/link', 'link'],
  ['folder/linked-folder', 'link'],
])('%s is a %s', (file, kind) => {
  expect(kindOf(at(file))).toBe(kind);
});

it('a named pipe is something else, and is not opened', () => {
  execFileSync('mkfifo', [at('pipe')]);
  expect(kindOf(at('pipe'))).toBe('something else');
});

it('files below a folder are listed with links, which are not followed', () => {
  expect(filesBelow(at('folder'))).toEqual(['b', 'inner/a', 'link', 'linked-folder']);
  expect(filesBelow(at('folder'), (file) => file === 'inner')).toEqual(['b', 'link', 'linked-folder']);
  expect(filesBelow(at('gone'))).toEqual([]);
  expect(filesBelow(at('folder', 'linked-folder'))).toEqual([]);
});

it('the hash of a file is that of its content', () => {
  expect(hashOf(at('folder', 'b'))).toBe(hashOfContent('b'));
  expect(hashOfContent('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
});

describe('a file that is replaced', () => {
  it('has the new content and mode, and leaves nothing beside it', () => {
    replaceFile(at('folder', 'b'), 'new', 0o600);
    expect(readFileSync(at('folder', 'b'), 'utf8')).toBe('new');
    expect(statSync(at('folder', 'b')).mode & 0o777).toBe(0o600);
    expect(readdirSync(at('folder'))).toEqual(['b', 'inner', 'link', 'linked-folder']);
  });

  it('is the link itself, and not what the link leads to', () => {
    replaceFile(at('folder', 'link'), 'new');
    expect(kindOf(at('folder', 'link'))).toBe('file');
    expect(readFileSync(at('folder', 'b'), 'utf8')).toBe('b');
  });

  it('stays as it was if the file system refuses, and nothing is left beside it', () => {
    expect(() => {
      replaceFile(at('folder', 'inner'), 'new');
    }).toThrow(/EISDIR|ENOTEMPTY|EEXIST/);
    expect(readdirSync(at('folder'))).toEqual(['b', 'inner', 'link', 'linked-folder']);
    expect(readFileSync(at('folder', 'inner', 'a'), 'utf8')).toBe('a');
  });
});

it('empty folders are removed, the deepest first; all others stay', () => {
  mkdirSync(at('empty', 'inner'), { recursive: true });
  removeEmptyFolders(['empty', 'empty/inner', 'folder', 'gone', 'folder/b'].map((folder) => at(folder)));
  expect(existsSync(at('empty'))).toBe(false);
  expect(existsSync(at('folder', 'b'))).toBe(true);
});

describe('several files that are replaced', () => {
  it('are all new afterwards', () => {
    replaceFiles(['b', 'new'].map((name) => [at('folder', name), 'new'] as const));
    expect(readdirSync(at('folder'))).toEqual(['b', 'inner', 'link', 'linked-folder', 'new']);
    for (const name of ['b', 'new']) expect(readFileSync(at('folder', name), 'utf8')).toBe('new');
  });

  it('are all the old ones when one cannot be written, and say in which folder', () => {
    let thrown: unknown;
    try {
      replaceFiles([
        [at('folder', 'b'), 'new'],
        [at('gone', 'c'), 'new'],
      ]);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ code: 'ENOENT', path: at('gone') });
    expect(readdirSync(at('folder'))).toEqual(['b', 'inner', 'link', 'linked-folder']);
    expect(readFileSync(at('folder', 'b'), 'utf8')).toBe('b');
  });
});
