import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Environment } from '../../config/load';
import { whyNoNamespaces } from '../hosts/namespaces';
import { explain, missingPrerequisites } from './prerequisites';

/**
 * Sockets of Terraform's providers and of the lab lie below this folder. Linux allows 107 characters for the path of a
 * socket (unix(7)); the part below the folder takes up to 45.
 */
function longFolder(folder: string): string[] {
  const longest = 60;
  const length = Buffer.byteLength(folder);
  if (length <= longest) return [];
  return [`TMPDIR - a path of no more than ${longest} characters, for sockets: got ${length} (${folder})`];
}

/** Terraform runs its providers from this folder. */
function noPrograms(folder: string): string[] {
  if (!path.isAbsolute(folder)) return [`TMPDIR - an absolute path: got ${folder}`];
  let trial: string;
  try {
    trial = mkdtempSync(path.join(folder, 'studio-trial-'));
  } catch (error) {
    return [`TMPDIR - a folder that can be written to: got ${folder}: ${String(error)}`];
  }
  try {
    const program = path.join(trial, 'program');
    writeFileSync(program, '#!/bin/sh\n', { mode: 0o755 });
    execFileSync(program);
    return [];
  } catch (error) {
    return [`TMPDIR - a folder where programs may be run (not mounted noexec): ${folder}: ${String(error)}`];
  } finally {
    rmSync(trial, { recursive: true, force: true });
  }
}

/**
 * Debian's AppArmor profile lets BIND read its own folders only, but the lab's files lie elsewhere.
 * @param profiles the kernel's list of loaded profiles
 */
export function confinedServers(profiles: string): string[] {
  if (!/^(\/usr\/sbin\/)?named \(enforce\)$/m.test(profiles)) return [];
  return [
    'named - AppArmor lets BIND read its own folders only: apt-get install apparmor-utils && aa-complain /usr/sbin/named',
  ];
}

function loadedProfiles(): string {
  try {
    return readFileSync('/sys/kernel/security/apparmor/profiles', 'utf8');
  } catch {
    // this machine has no AppArmor
    return '';
  }
}

/** What is missing on this machine to run an environment in the lab, and how to get it; empty if nothing. */
export function missingRequirements({ corporateSite }: Environment, searchPath: string): string[] {
  return [
    whyNoNamespaces() ?? [],
    missingPrerequisites('lab', searchPath)
      .filter(({ program }) => program !== 'squid' || corporateSite)
      .map(explain),
    longFolder(tmpdir()),
    noPrograms(tmpdir()),
    confinedServers(loadedProfiles()),
  ].flat();
}
