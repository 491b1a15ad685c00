import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { filesIn } from '../../../../cli/studio-access/sessions/files';

const userId = process.getuid?.();
const root = mkdtempSync(path.join(tmpdir(), 'studio-access-files-'));
afterAll(() => {
  rmSync(root, { recursive: true });
});

let unique = 0;
const freshFolder = () => path.join(root, String((unique += 1)), 'sessions');
const modeOf = (file: string) => (statSync(file).mode & 0o777).toString(8);

describe('sessions in files', () => {
  it('are readable by their owner only, whatever the umask is', async () => {
    const folder = freshFolder();
    const umask = process.umask(0);
    try {
      await filesIn(folder, userId).write('a', 'text');
    } finally {
      process.umask(umask);
    }
    expect(modeOf(folder)).toBe('700');
    expect(modeOf(path.join(folder, 'a.session'))).toBe('600');
    expect(await filesIn(folder, userId).read('a')).toBe('text');
  });

  it('are replaced, and gone with everything that a killed process left', async () => {
    const folder = freshFolder();
    const store = filesIn(folder, userId);
    await store.write('a', 'one');
    await store.write('a', 'two');
    await store.write('b', 'other');
    expect(await store.read('a')).toBe('two');
    writeFileSync(path.join(folder, 'a.session.0123.unfinished'), 'half');
    await store.delete('a');
    expect(await store.read('a')).toBeUndefined();
    expect(readdirSync(folder)).toEqual(['b.session']);
    await store.delete('a');
  });

  it.each<[what: string, spoil: (folder: string, file: string) => void]>([
    [
      'a file that others can read',
      (_, file) => {
        chmodSync(file, 0o644);
      },
    ],
    [
      'a file of the group',
      (_, file) => {
        chmodSync(file, 0o660);
      },
    ],
    [
      'a link',
      (folder, file) => {
        writeFileSync(path.join(folder, 'elsewhere'), 'x', { mode: 0o600 });
        rmSync(file);
        symlinkSync('elsewhere', file);
      },
    ],
  ])('refuse %s', async (_, spoil) => {
    const folder = freshFolder();
    const store = filesIn(folder, userId);
    await store.write('a', 'text');
    spoil(folder, path.join(folder, 'a.session'));
    await expect(async () => store.read('a')).rejects.toThrow(/others can read it|ELOOP/);
  });

  it('refuse files of somebody else, and folders that others can enter', async () => {
    const folder = freshFolder();
    await filesIn(folder, userId).write('a', 'text');
    await expect(async () => filesIn(folder, 4711).read('a')).rejects.toThrow('belongs to somebody else');
    chmodSync(folder, 0o755);
    await expect(async () => filesIn(folder, userId).write('a', 'text')).rejects.toThrow(
      'others can read it',
    );
  });
});
