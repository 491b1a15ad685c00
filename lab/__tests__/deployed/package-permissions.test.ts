import { zipSync } from 'fflate';
import { unreadableFiles } from '../../deployed/package-permissions';

const file = (mode: number) => [new Uint8Array([1]), { os: 3, attrs: mode << 16 }] as const;

describe('unreadableFiles', () => {
  it.each([
    ['all readable', { 'index.mjs': 0o100644, 'more.mjs': 0o100755 }, []],
    ['one for its owner only', { 'index.mjs': 0o100600, 'more.mjs': 0o100644 }, ['index.mjs']],
    ['no modes at all', { 'index.mjs': 0 }, ['index.mjs']],
  ])('%s', async (_, modes, expected) => {
    const files = Object.fromEntries(Object.entries(modes).map(([name, mode]) => [name, [...file(mode)]]));
    const zip = zipSync(files as Parameters<typeof zipSync>[0]);
    await expect(unreadableFiles(Buffer.from(zip))).resolves.toEqual(expected);
  });

  it.each([[''], ['PK'], ['x'.repeat(100)]])('refuses a file that is not a zip file: %j', async (text) => {
    await expect(unreadableFiles(Buffer.from(text))).rejects.toThrow();
  });
});
