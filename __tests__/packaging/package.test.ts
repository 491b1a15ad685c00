import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { unzipSync } from 'fflate';
import { bundleHandler } from '../../packaging/bundle';
import { packageHandlers } from '../../packaging/package';

const folders = [1, 2].map(() => mkdtempSync(path.join(tmpdir(), 'studio-packages-')));
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const packages = folders.map((folder) => packageHandlers(folder));

describe.each(['authorizer', 'presigned-url'] as const)('the package of %s', (name) => {
  const [first, second] = packages.map((handlers) => handlers[name]);
  const zip = readFileSync(first?.zipFile ?? '');

  it('holds the one module, and nothing that depends on the folder or the time', () => {
    const files = unzipSync(zip);
    expect(Object.keys(files)).toEqual(['index.mjs']);
    expect(Buffer.from(files['index.mjs'] ?? []).equals(bundleHandler(name))).toBe(true);
    expect(zip.equals(readFileSync(second?.zipFile ?? ''))).toBe(true);
  });

  it('has the hash that Lambda reports', () => {
    expect(first?.sha256).toBe(createHash('sha256').update(zip).digest('base64'));
  });

  it('can be written by its owner only', () => {
    expect(statSync(first?.zipFile ?? '').mode & 0o777).toBe(0o600);
  });
});
