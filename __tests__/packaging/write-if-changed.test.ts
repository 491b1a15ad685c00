import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeIfChanged } from '../../packaging/write-if-changed';

const top = mkdtempSync(path.join(tmpdir(), 'studio-write-'));
const file = path.join(top, 'handlers', 'portal', 'index.mjs');
afterAll(() => {
  rmSync(top, { recursive: true, force: true });
});

it('writes a file that is missing or differs, in one step, and leaves alone what is equal', () => {
  writeIfChanged(file, Buffer.from('one'));
  const { ino } = statSync(file);
  writeIfChanged(file, Buffer.from('one'));
  expect(statSync(file).ino).toBe(ino);
  writeIfChanged(file, Buffer.from('two'));
  expect(readFileSync(file, 'utf8')).toBe('two');
  expect(readdirSync(path.dirname(file))).toEqual(['index.mjs']);
});
