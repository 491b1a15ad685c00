import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { about } from '../failure';
import { acquireLock } from '../process-lock';
import { admitFolder } from './admission';
import { kindOf, removeEmptyFolders, unfinishedSuffix } from './files';
import { layoutOf, type Layout } from './layout';
import { manifestOf } from './manifest';
import { changesOutput, finishPublication, planPublication, publish } from './publication';
import { recordUser, refuseWhileUsed } from './users';

/** Folders that synthesis works in; their content becomes the output or is deleted. */
export interface Staging {
  /** Becomes the output. */
  readonly output: string;
  /** For the code of the functions; only this user can read it. */
  readonly packages: string;
}

interface OutputOptions {
  /** Absolute path; it is created if need be. */
  readonly folder: string;
  /** Name of the environment that is synthesized. */
  readonly environment: string;
  /** Absolute path of the project, whose own files are never touched. */
  readonly projectFolder: string;
}

const lockWaitSeconds = 30;

/**
 * Writes an output folder, all or nothing: what `synthesize` makes in a staging folder takes the place of what an
 * earlier run made, and nothing else in the folder is touched. docs/adr/005-output-folder.md says how.
 *
 * @param synthesize writes the files of this environment
 * @throws if the folder may not be written, if its files were changed or are in use, or if synthesis fails; then the
 *   output is what it was
 */
export function writeOutput(
  { folder, environment, projectFolder }: OutputOptions,
  synthesize: (staging: Staging) => void,
): void {
  const { exists, ...layout } = admitFolder(folder, projectFolder);
  if (!exists) createFolder(layout.folder);
  let release: (() => void) | undefined;
  try {
    mkdirSync(layout.own, { recursive: true, mode: 0o700 });
    release = acquireLock(layout.locks, {
      command: `synth of ${environment}`,
      waitSeconds: lockWaitSeconds,
      onWait: sayWaiting,
    });
    replaceOutput(layoutOf(admitFolder(folder, projectFolder).folder), environment, synthesize);
  } finally {
    release?.();
    // a folder without output is left as it was found
    const isUnused = kindOf(layout.manifest) === 'nothing' && kindOf(layout.journal) === 'nothing';
    if (isUnused)
      removeEmptyFolders([layout.users, layout.locks, layout.own, ...(exists ? [] : [layout.folder])]);
  }
}

function createFolder(folder: string): void {
  try {
    mkdirSync(folder);
  } catch (error) {
    // another synth has created it since it was looked for; what is in it is checked again under the lock
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

function replaceOutput(layout: Layout, environment: string, synthesize: (staging: Staging) => void): void {
  for (const name of readdirSync(layout.own)) {
    if (name.endsWith(unfinishedSuffix)) rmSync(path.join(layout.own, name));
  }
  finishPublication(layout);
  try {
    rmSync(layout.staging, { recursive: true, force: true });
    for (const part of [layout.stagedOutput, layout.packages])
      mkdirSync(part, { recursive: true, mode: 0o700 });
    recordUser(layout, process.env);
    about(layout.staging, () => {
      synthesize({ output: layout.stagedOutput, packages: layout.packages });
    });
    const publication = planPublication(layout, manifestOf(layout.stagedOutput, environment));
    if (changesOutput(publication)) {
      refuseWhileUsed(layout, publication.previous, sayWaiting);
      publish(layout, publication);
    }
  } finally {
    // a publication that has begun needs the staged files to finish
    if (kindOf(layout.journal) === 'nothing') rmSync(layout.staging, { recursive: true, force: true });
  }
}

function sayWaiting(who: string): void {
  console.error(`waiting for ${who}`);
}
