import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { typescript } from '../../cli/run-typescript';
import { projectFolder as root } from '../../config/project-folder';
import { bundleHandlers, bundleOptions, handlerNames } from '../../packaging/bundle';
import { buildPortal } from '../../packaging/portal';
import { problemsOf } from '../../packaging/recipe';
import { codeSettings } from '../../test-support/portal/settings';

let scratch: string;
let bundles: Map<string, string>;

const build = async () =>
  new Map(
    (await bundleHandlers()).map(({ name, contents }) => [name, Buffer.from(contents).toString('latin1')]),
  );

beforeAll(async () => {
  scratch = mkdtempSync(path.join(tmpdir(), 'bundles-'));
  bundles = await build();
});

afterAll(() => {
  rmSync(scratch, { recursive: true });
});

test('there is one for each function', () => {
  expect([...bundles.keys()]).toEqual(['authorizer', 'presigned-url', 'profile-claim', 'portal']);
  expect([...bundles.keys()]).toEqual(handlerNames);
});

describe.each(handlerNames)('%s', (name) => {
  test('is one module of less than 200 kB', () => {
    expect(bundles.get(name)?.length).toBeGreaterThan(5000);
    expect(bundles.get(name)?.length).toBeLessThan(200_000);
  });

  test('contains no path of the build', () => {
    const text = bundles.get(name);
    expect(text).not.toContain('sourceMappingURL');
    expect(text).not.toContain('node_modules');
    expect(text).not.toContain(root);
  });

  test('loads alone: without packages and without the network', () => {
    const alone = path.join(scratch, `${name}.mjs`);
    writeFileSync(alone, bundles.get(name) ?? '', 'latin1');
    const script = `import(${JSON.stringify(alone)}).then((loaded) => {
      console.log(Object.keys(loaded).join(), loaded.handler.constructor.name);
    })`;
    const printed = execFileSync(process.execPath, ['-e', script], {
      cwd: scratch,
      stdio: ['ignore', 'pipe', 'ignore'],
      env: {
        USER_POOL_ISSUER: 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Example01',
        APP_CLIENT_ID: 'client',
        STUDIO_DOMAIN_ID: 'd-abcdef123456',
        URL_LIFETIME_SECONDS: '30',
        SESSION_DURATION_SECONDS: '3600',
        AWS_REGION: 'eu-central-1',
        PROFILE_ATTRIBUTE: 'custom:person',
        IDENTITY_PROVIDER: 'CorpIdP',
        PORTAL_SETTINGS: JSON.stringify(codeSettings),
      },
    });
    expect(printed.toString()).toBe('handler AsyncFunction\n');
  });
});

test('the page and its files are at most 100 kB', async () => {
  const bytes = Buffer.byteLength(Object.values(await buildPortal()).join(''));
  expect(bytes).toBeGreaterThan(20_000);
  expect(bytes).toBeLessThanOrEqual(100_000);
});

test('only code of the packages decides whether a token is accepted', () => {
  const { alias } = bundleOptions('authorizer');
  const ours = Object.keys(alias).filter((name) => !alias[name]?.includes('node_modules'));
  expect(ours.toSorted()).toEqual(['debug', 'jose', 'limiter', 'lru-cache', 'lru-memoizer', 'ms', 'semver']);
  // jose's part only exports functions of the bundle
  const source = readFileSync(path.join(root, 'packaging', 'replacements', 'jose.ts'), 'utf8');
  const jose = source.replace(/\/\*[\s\S]*?\*\//, '');
  expect(jose.trim().split('\n')).toEqual([
    expect.stringMatching(/^export \{ \w+ \} from 'jose\/key\/\w+';$/),
    expect.stringMatching(/^export \{ \w+ \} from 'jose\/key\/\w+';$/),
  ]);
});

test('the same sources give the same bytes, again and in another folder', async () => {
  expect(await build()).toEqual(bundles);

  const copy = path.join(scratch, 'a folder', 'with spaces');
  for (const part of [
    'api',
    'config',
    'handlers',
    'packaging',
    'portal',
    'cli',
    'LICENSE',
    'package.json',
    'tsconfig.json',
  ]) {
    cpSync(path.join(root, part), path.join(copy, part), { recursive: true });
  }
  symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'));
  const printed = execFileSync(process.execPath, [...typescript, 'cli/build.ts'], { cwd: copy });
  expect(printed.toString()).toMatch(/^dist\/handlers\/authorizer\/index\.mjs {2}[\d.]+ kB\n/);
  const written = path.join(copy, 'dist', 'handlers');
  expect(readdirSync(written).toSorted()).toEqual(handlerNames.toSorted());
  for (const name of handlerNames) {
    expect(readdirSync(path.join(written, name))).toEqual(['index.mjs']);
    expect(readFileSync(path.join(written, name, 'index.mjs'), 'latin1')).toBe(bundles.get(name));
  }
});

describe('changes by an upgrade of packages', () => {
  const recipe = { replacements: { big: 'small' }, packages: ['one', '@scope/two'], largest: 100 };
  const inputs = [
    'handlers/x/index.ts',
    'packaging/replacements/small.ts',
    'node_modules/one/lib/a.js',
    '../elsewhere/node_modules/one/node_modules/@scope/two/b.js',
  ];

  test('are none if the bundle fits its description', () => {
    expect(problemsOf(recipe, inputs, 100)).toEqual([]);
  });

  test.each<[string, string[], number, string]>([
    ['a new package', [...inputs, 'node_modules/three/index.js'], 100, 'unexpected package three'],
    ['a package that comes back', [...inputs, 'node_modules/big/index.js'], 100, 'unexpected package big'],
    ['a package that is gone', inputs.slice(0, 3), 100, 'package @scope/two is missing'],
    [
      'a replacement that no longer replaces anything',
      [...inputs.slice(0, 1), ...inputs.slice(2)],
      100,
      'packaging/replacements/small.ts is missing',
    ],
    ['a larger bundle', inputs, 101, '101 bytes, expected at most 100'],
  ])('are found: %s', (_name, found, bytes, problem) => {
    expect(problemsOf(recipe, found, bytes)).toEqual([problem]);
  });
});
