import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { explain, missingPrerequisites } from '../lab/system/prerequisites';

/**
 * Runs once before all suites: without what they need they could only fail in ways that explain nothing. Debian
 * packages are installed where that is possible without asking: as root, as containers and CI machines run.
 */
export default function globalSetup(): void {
  const searchPath = process.env.PATH ?? '';
  const packages = missingPrerequisites(searchPath).flatMap(({ debianPackage }) => debianPackage ?? []);
  if (packages.length > 0 && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) install(packages);
  const missing = missingPrerequisites(searchPath);
  if (missing.length > 0) throw new Error(['these are missing:', ...missing.map(explain)].join('\n  '));
}

function install(packages: readonly string[]): void {
  const names = [...new Set(packages)];
  console.log(`installing what tests need: ${names.join(' ')}`);
  const options = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, stdio: 'pipe' } as const;
  execFileSync('apt-get', ['update', '-qq'], options);
  execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names], options);
}
