import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { commandLineFile, commandLinePackage } from '../../../packaging/command-line';
import { projectFolder } from '../../../config/project-folder';

const folder = mkdtempSync(path.join(tmpdir(), 'studio-access-package-'));
const source = path.join(folder, 'source');
const empty = path.join(folder, 'empty');
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const npm = (...args: string[]) =>
  execFileSync('npm', ['--offline', '--no-audit', '--no-fund', '--no-update-notifier', ...args], {
    cwd: empty,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: folder },
    stdio: ['ignore', 'pipe', 'ignore'],
  });

beforeAll(async () => {
  for (const made of [source, empty]) mkdirSync(made);
  for (const [name, contents] of Object.entries(await commandLinePackage())) {
    writeFileSync(path.join(source, name), contents);
  }
});

it('is installed from a packed file in an empty folder, and runs there', () => {
  const tarball = npm('pack', source).trim();
  npm('install', '--omit=optional', `./${tarball}`);
  expect(npm('exec', '--no', '--', 'studio-access', '--version')).toMatch(/^\d+\.\d+\.\d+\n$/);
});

it('names the keychain as optional, and needs nothing else', () => {
  const content = JSON.parse(readFileSync(path.join(source, 'package.json'), 'utf8')) as Record<
    string,
    object
  >;
  expect(content.optionalDependencies).toEqual({
    '@napi-rs/keyring': expect.stringMatching(/^\d/) as string,
  });
  expect(content.dependencies).toBeUndefined();
});

it('holds no path of the build, and neither cdktf nor the rules of environment files', () => {
  const text = readFileSync(path.join(source, commandLineFile), 'utf8');
  expect(text).toMatch(/^#!\/usr\/bin\/env node\n/);
  for (const absent of [projectFolder, 'sourceMappingURL', 'cdktf', 'corporate.cidrs']) {
    expect(text).not.toContain(absent);
  }
});
