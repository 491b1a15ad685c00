import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { projectFolder as root } from '../../config/project-folder';
import { bundleHandlers, bundleOptions, handlerNames, problemsOf } from '../../packaging/bundle';

const bundles = bundleHandlers();
const read = (file: string) => readFileSync(file, 'latin1');

let scratch: string;

beforeAll(() => {
  scratch = mkdtempSync(path.join(tmpdir(), 'bundles-'));
});

afterAll(() => {
  rmSync(scratch, { recursive: true });
});

test('there is one for each function', () => {
  expect(bundles.map(({ name }) => name)).toEqual(['authorizer', 'presigned-url']);
  expect(bundles.map(({ name }) => name)).toEqual(handlerNames);
});

describe.each(bundles)('$name', ({ name, path: file, bytes }) => {
  test('is one ES module in its folder, of the reported size', () => {
    expect(path.relative(root, file)).toBe(path.join('dist', 'handlers', name, 'index.mjs'));
    expect(readdirSync(path.dirname(file))).toEqual(['index.mjs']);
    expect(bytes).toBe(readFileSync(file).length);
    expect(bytes).toBeLessThan(200_000);
  });

  test('contains no path of the build', () => {
    const text = read(file);
    expect(text).not.toContain('sourceMappingURL');
    expect(text).not.toContain('node_modules');
    expect(text).not.toContain(root);
  });

  test('loads alone: without packages and without the network', () => {
    const alone = path.join(scratch, `${name}.mjs`);
    copyFileSync(file, alone);
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
      },
    });
    expect(printed.toString()).toBe('handler AsyncFunction\n');
  });
});

test('only code of the packages decides whether a token is accepted', () => {
  const { alias } = bundleOptions('authorizer');
  const ours = Object.keys(alias).filter((name) => !alias[name]?.includes('node_modules'));
  expect(ours.toSorted()).toEqual(['debug', 'jose', 'limiter', 'lru-cache', 'lru-memoizer', 'ms', 'semver']);
  // jose's part only exports functions of the bundle
  const jose = read(path.join(root, 'packaging', 'replacements', 'jose.ts')).replace(/\/\*[\s\S]*?\*\//, '');
  expect(jose.trim().split('\n')).toEqual([
    expect.stringMatching(/^export \{ \w+ \} from 'jose\/key\/\w+';$/),
    expect.stringMatching(/^export \{ \w+ \} from 'jose\/key\/\w+';$/),
  ]);
});

test('the same sources give the same bytes, again and in another folder', () => {
  const before = bundles.map(({ path: file }) => read(file));
  expect(bundleHandlers().map(({ path: file }) => read(file))).toEqual(before);

  const copy = path.join(scratch, 'a folder', 'with spaces');
  for (const part of ['api', 'config', 'handlers', 'packaging', 'cli', 'package.json', 'tsconfig.json']) {
    cpSync(path.join(root, part), path.join(copy, part), { recursive: true });
  }
  symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'));
  const printed = execFileSync(process.execPath, ['--import', 'tsx', 'cli/build.ts'], { cwd: copy });
  expect(printed.toString()).toMatch(/^dist\/handlers\/authorizer\/index\.mjs {2}[\d.]+ kB\n/);
  const elsewhere = handlerNames.map((name) => read(path.join(copy, 'dist', 'handlers', name, 'index.mjs')));
  expect(elsewhere).toEqual(before);
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
