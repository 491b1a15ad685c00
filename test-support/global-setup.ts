import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Config } from 'jest';
import { levels, missingPrerequisites, whatIsMissing, type Level } from '../lab/system/prerequisites';

type ProjectConfig = Pick<Config, 'displayName'>;

/**
 * Runs once before the suites of a level that needs programs, because without these the suites fail for unclear
 * reasons. It installs Debian packages if it can do so without asking: as root, as in containers and on CI machines.
 */
export default function globalSetup(_: unknown, { displayName }: ProjectConfig): void {
  const level = levelOf(displayName);
  const searchPath = process.env.PATH ?? '';
  const packages = missingPrerequisites(level, searchPath).flatMap(
    ({ debianPackage }) => debianPackage ?? [],
  );
  if (packages.length > 0 && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) install(packages);
  if (missingPrerequisites(level, searchPath).length > 0) throw new Error(whatIsMissing(searchPath));
  // Terraform and its provider have little time to live, and would spend a seventh of it on collecting garbage
  process.env.GOGC ??= '400';
}

function levelOf(displayName: ProjectConfig['displayName']): Level {
  const name = typeof displayName === 'object' ? displayName.name : displayName;
  const level = levels.find((known) => known === name);
  if (!level) throw new Error(`no level of tests is called ${name ?? ''}`);
  return level;
}

function install(packages: readonly string[]): void {
  const names = [...new Set(packages)];
  console.log(`installing what tests need: ${names.join(' ')}`);
  const options = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, stdio: 'pipe' } as const;
  execFileSync('apt-get', ['update', '-qq'], options);
  execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names], options);
}
