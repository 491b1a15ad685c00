import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { unzipSync } from 'fflate';
import { bundleHandlers, handlerNames } from '../../packaging/bundle';
import { packageHandlers } from '../../packaging/package';

const folders = [1, 2].map(() => mkdtempSync(path.join(tmpdir(), 'studio-packages-')));
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const bundling = bundleHandlers();

const texts = { 'b.json': '{"b":"ä"}', 'a.json': '{}' };

describe.each(handlerNames)('the package of %s', (name) => {
  let bundle: Uint8Array | undefined;
  let packages: ReturnType<typeof packageHandlers>[];
  let zip: Buffer;

  beforeAll(async () => {
    const bundles = await bundling;
    bundle = bundles.find((handler) => handler.name === name)?.contents;
    packages = folders.map((folder) => packageHandlers(bundles, folder, {}));
    zip = readFileSync(packages[0]?.[name].zipFile ?? '');
  });

  it('holds the one module, and nothing that depends on the folder or the time', () => {
    const files = unzipSync(zip);
    expect(Object.keys(files)).toEqual(['index.mjs']);
    expect(Buffer.from(files['index.mjs'] ?? []).equals(bundle ?? Buffer.alloc(0))).toBe(true);
    expect(zip.equals(readFileSync(packages[1]?.[name].zipFile ?? ''))).toBe(true);
  });

  it('has the hash that Lambda reports', () => {
    expect(packages[0]?.[name].sha256).toBe(createHash('sha256').update(zip).digest('base64'));
  });

  it('can be written by its owner only', () => {
    expect(statSync(packages[0]?.[name].zipFile ?? '').mode & 0o777).toBe(0o600);
  });
});

describe('a package with files', () => {
  it('holds them beside the module, the same bytes in any order', async () => {
    const bundles = await bundling;
    const reversed = Object.fromEntries(Object.entries(texts).toReversed());
    const [first, second] = [texts, reversed].map((files, index) =>
      packageHandlers(bundles, folders[index] ?? '', { 'profile-claim': files }),
    );
    const zip = readFileSync(first?.['profile-claim'].zipFile ?? '');
    const files = unzipSync(zip);
    expect(Object.keys(files).toSorted()).toEqual(['a.json', 'b.json', 'index.mjs']);
    expect(Buffer.from(files['b.json'] ?? []).toString()).toBe(texts['b.json']);
    expect(second?.['profile-claim'].sha256).toBe(first?.['profile-claim'].sha256);
    // the other functions have none
    expect(Object.keys(unzipSync(readFileSync(first?.authorizer.zipFile ?? '')))).toEqual(['index.mjs']);
  });

  it('changes its hash with them, and with nothing else', async () => {
    const bundles = await bundling;
    const hashesWith = (text: string) => {
      const packages = packageHandlers(bundles, folders[0] ?? '', { 'profile-claim': { 'a.json': text } });
      return handlerNames.map((name) => packages[name].sha256);
    };
    const [one, other] = [hashesWith('{}'), hashesWith('{ }')];
    expect(handlerNames.filter((_, index) => one[index] !== other[index])).toEqual(['profile-claim']);
  });
});
