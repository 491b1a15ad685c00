import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { projectFolder } from '../../../config/project-folder';
import { unless } from '../../../test-support/unless';
import { prerequisites } from '../../system/prerequisites';

const read = (...parts: string[]) => readFileSync(path.join(projectFolder, ...parts), 'utf8');

/** Instructions of the Dockerfile, each in one line, without comments. */
const instructions = read('.devcontainer', 'Dockerfile')
  .replaceAll(/^#.*\n/gm, '')
  .replaceAll(/\\\n\s*/g, '')
  .split('\n')
  .filter((line) => line !== '');

const debianPackages = instructions.flatMap((line) => {
  const [, words = ''] = /apt-get install ([^&]+)/.exec(line) ?? [];
  return words.split(/\s+/).filter((word) => word !== '' && !word.startsWith('-'));
});

/** Packages of the image that the lab does not need, and why it has them. */
const alsoInstalled: Readonly<Record<string, string>> = {
  'python3-venv': "a place for moto apart from Debian's own Python packages",
};

/** Why apt cannot say which packages exist, or undefined. An image without its lists, as that of CI, fetches them as root. */
function whyNoPackageLists(): string | undefined {
  const knowsBash = () =>
    spawnSync('apt-cache', ['madison', 'bash'], { encoding: 'utf8' }).stdout.trim() !== '';
  if (spawnSync('apt-cache', ['--version']).error) return 'apt-cache, of Debian and its descendants';
  if (!knowsBash() && process.getuid?.() === 0) spawnSync('apt-get', ['update', '-qq']);
  return knowsBash() ? undefined : 'lists of packages: apt-get update';
}

describe('.devcontainer/Dockerfile', () => {
  it('installs the Debian package of every program that the lab needs, and those listed here', () => {
    const asked = prerequisites.flatMap(({ debianPackage }) => debianPackage ?? []);
    const expected = new Set([...asked, ...Object.keys(alsoInstalled)]);
    expect([...debianPackages].sort()).toEqual([...expected].sort());
  });

  it('installs the programs that Debian does not have as the lab does: moto of the same versions, Terraform', () => {
    const others = prerequisites.filter(({ debianPackage }) => debianPackage === undefined);
    expect(others.map(({ program }) => program)).toEqual(['terraform', 'moto_server']);
    const [, requirement = ''] = /'(moto.*)'/.exec(others[1]?.install ?? '') ?? [];
    expect(requirement).toMatch(/^moto\[server\]/);
    expect(instructions.join('\n')).toContain(`pip install --no-cache-dir '${requirement}'`);
    const [, minor = '0'] =
      /^FROM hashicorp\/terraform:1\.(\d+) AS terraform$/m.exec(instructions.join('\n')) ?? [];
    expect(Number(minor)).toBeGreaterThanOrEqual(10);
  });

  it('has the version of Node.js that .nvmrc names', () => {
    expect(instructions).toContain(`FROM node:${read('.nvmrc').trim()}-bookworm`);
  });

  unless(whyNoPackageLists(), 'it', 'names packages that exist', () => {
    const { stdout } = spawnSync('apt-cache', ['madison', ...debianPackages], { encoding: 'utf8' });
    const known = stdout.split('\n').map((line) => line.split('|')[0]?.trim());
    expect(debianPackages.filter((name) => !known.includes(name))).toEqual([]);
  });
});

describe('files that other programs read', () => {
  it('.devcontainer/devcontainer.json builds that Dockerfile', () => {
    const { build } = JSON.parse(read('.devcontainer', 'devcontainer.json')) as {
      build: { dockerfile: string };
    };
    expect(existsSync(path.join(projectFolder, '.devcontainer', build.dockerfile))).toBe(true);
  });

  it('.github/workflows/check.yml runs npm run check in that image', () => {
    const workflow = read('.github', 'workflows', 'check.yml');
    expect(workflow).toContain('docker build --tag studio-access-check .devcontainer');
    expect(workflow).toContain("studio-access-check sh -c 'npm ci && npm run check'");
  });

  it('.github/renovate.json pins versions and keeps the packages of cdktf together', () => {
    const { rangeStrategy, packageRules } = JSON.parse(read('.github', 'renovate.json')) as {
      rangeStrategy: string;
      packageRules: { groupName?: string; matchPackageNames?: string[] }[];
    };
    expect(rangeStrategy).toBe('pin');
    expect(packageRules.find(({ groupName }) => groupName === 'cdktf')?.matchPackageNames).toEqual([
      'cdktf',
      'cdktf-cli',
      'constructs',
      '@cdktf/**',
    ]);
  });

  it('.github/CODEOWNERS.example names paths that exist', () => {
    const patterns = [...read('.github', 'CODEOWNERS.example').matchAll(/^\/(\S+)/gm)].map(
      ([, pattern = '']) => pattern,
    );
    expect(patterns.length).toBeGreaterThan(10);
    const missing = patterns.filter((pattern) => {
      const fixed = pattern.split('*')[0] ?? '';
      return !existsSync(path.join(projectFolder, pattern.includes('*') ? path.dirname(`${fixed}x`) : fixed));
    });
    expect(missing).toEqual([]);
  });
});
