import { mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { providerLockName } from '../terraform/provider-lock';
import { foreignFiles, problemsOfLinks, refusal, someOf } from './admission';
import {
  hashOf,
  hashOfContent,
  kindOf,
  removeEmptyFolders,
  replaceFile,
  syncFile,
  syncFolder,
} from './files';
import { guardPath, guardText, type Layout } from './layout';
import { journalOf, readJournal, readManifest, stacksOf, type Journal, type Manifest } from './manifest';
import { movingAway } from './states';

/** cdktf's own list of stacks: while it is missing, `cdktf deploy --skip-synth` finds nothing to deploy. */
const cdktfManifest = 'manifest.json';

/** The changes that make an output folder hold the staged output. */
export interface Publication {
  readonly previous: Manifest | undefined;
  readonly next: Manifest;
  /** Files that are not there yet, or with other content. */
  readonly write: readonly string[];
  /** Files that the previous synthesis wrote and this one does not. */
  readonly remove: readonly string[];
}

/**
 * Compares the staged output with the folder.
 *
 * @throws with every file that is in the way: nobody's work is replaced or removed
 */
export function planPublication(layout: Layout, next: Manifest): Publication {
  const previous = readManifest(layout.manifest);
  const problems = [
    ...problemsOfLinks(layout.folder, [previous, next]),
    ...problemsOfFiles(layout, [previous, next]),
    ...problemsOfGuards(layout, next),
    ...problemsOfStackFolders(layout, previous, next),
    ...problemsOfOtherEnvironment(layout, previous, next),
  ];
  if (problems.length > 0) throw refusal(layout.folder, problems);
  const isMissing = (file: string) => hashIn(layout.folder, file) !== next.files[file];
  return {
    previous,
    next,
    write: Object.keys(next.files).filter(isMissing),
    remove: removals(layout, previous, next),
  };
}

/** Whether publishing would change what others read. */
export function changesOutput({ write, remove }: Publication): boolean {
  return write.length > 0 || remove.length > 0;
}

/**
 * Changes the output to the staged one. Whenever it is interrupted, the output is the old one, or the new one, or has a
 * journal with which `finishPublication` makes it the new one; until then Terraform and cdktf refuse the folder.
 */
export function publish(layout: Layout, { previous, next, write }: Publication): void {
  for (const file of write) syncFile(path.join(layout.stagedOutput, file));
  stageGuards(layout, [previous, next]);
  for (const folder of foldersOf(write)) syncFolder(path.join(layout.stagedOutput, folder));
  const journal = journalOf({ previous, next, write: [...write] });
  replaceFile(layout.journal, toJson(journal));
  try {
    createFolders(layout, journal);
    placeGuards(layout, journal);
  } catch (error) {
    // no file of the output has changed yet, and the folder becomes what it was
    removeGuards(layout, journal);
    removeEmptyFolders(foldersOf(Object.keys(next.files)).map((name) => path.join(layout.folder, name)));
    rmSync(layout.journal, { force: true });
    throw error;
  }
  complete(layout, journal);
}

/**
 * Finishes what an interrupted synthesis began; does nothing if none was interrupted.
 *
 * @throws with every file that was changed since the interruption, and if staged files are missing
 */
export function finishPublication(layout: Layout): void {
  const journal = readJournal(layout.journal);
  if (journal === undefined) return;
  const { previous, next, write } = journal;
  const problems = [
    ...problemsOfLinks(layout.folder, [previous, next]),
    ...problemsOfFiles(layout, [previous, next]),
    ...lostFiles(layout, write, next),
  ];
  if (problems.length > 0) throw refusal(layout.folder, problems);
  stageGuards(layout, [previous, next]);
  createFolders(layout, journal);
  placeGuards(layout, journal);
  complete(layout, journal);
}

/** All changes are renames and removals, and each may have been done already. */
function complete(layout: Layout, journal: Journal): void {
  const { folder, stagedOutput } = layout;
  const { previous, next, write } = journal;
  const remove = removals(layout, previous, next);
  const isStaged = (file: string) => kindOf(path.join(stagedOutput, file)) === 'file';
  if (isStaged(cdktfManifest) || next.files[cdktfManifest] === undefined) {
    rmSync(path.join(folder, cdktfManifest), { force: true });
  }
  for (const file of inOrder(write)) {
    if (file !== cdktfManifest && isStaged(file)) moveIntoPlace(layout, file);
  }
  for (const file of remove) rmSync(path.join(folder, file), { force: true });
  // an interrupted run may have removed the files, and not yet their folders
  const former = Object.keys(previous?.files ?? {}).filter((file) => next.files[file] === undefined);
  removeEmptyFolders(foldersOf(former).map((name) => path.join(folder, name)));
  syncFolders(folder, [...write, ...former]);
  replaceFile(layout.manifest, toJson(next));
  if (isStaged(cdktfManifest)) moveIntoPlace(layout, cdktfManifest);
  syncFolder(folder);
  removeGuards(layout, journal);
  removeEmptyFolders(guardsOf(journal).map((guard) => path.join(folder, path.dirname(guard))));
  rmSync(layout.journal);
  syncFolder(layout.own);
}

/** Creates all folders first: the steps after this need no more space on the disk. */
function createFolders({ folder }: Layout, { next }: Journal): void {
  for (const file of [...Object.keys(next.files), ...stacksOf(next).map(guardPath)]) {
    mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
  }
}

function moveIntoPlace({ folder, stagedOutput }: Layout, file: string): void {
  renameSync(path.join(stagedOutput, file), path.join(folder, file));
}

/** A stack's configuration comes after the files that it names. */
function inOrder(files: readonly string[]): string[] {
  const isConfiguration = (file: string) => /^stacks\/[^/]+\/[^/]+$/.test(file);
  return [...files.filter((file) => !isConfiguration(file)), ...files.filter(isConfiguration)];
}

function stageGuards({ stagedGuards }: Layout, manifests: readonly (Manifest | undefined)[]): void {
  mkdirSync(stagedGuards, { recursive: true });
  for (const stack of new Set(manifests.flatMap(stacksOf)))
    replaceFile(path.join(stagedGuards, stack), guardText);
}

function placeGuards({ folder, stagedGuards }: Layout, { previous, next }: Journal): void {
  for (const stack of new Set([previous, next].flatMap(stacksOf))) {
    const guard = path.join(folder, guardPath(stack));
    // the folder of a stack that is no more may have been removed before an interruption
    if (kindOf(path.dirname(guard)) === 'folder') renameSync(path.join(stagedGuards, stack), guard);
  }
  syncFolders(folder, stacksOf(next).map(guardPath));
}

function removeGuards({ folder }: Layout, journal: Journal): void {
  for (const guard of guardsOf(journal)) rmSync(path.join(folder, guard), { force: true });
}

function guardsOf({ previous, next }: Journal): string[] {
  return [...new Set([previous, next].flatMap(stacksOf))].map(guardPath);
}

function syncFolders(folder: string, files: readonly string[]): void {
  for (const name of foldersOf(files)) {
    const full = path.join(folder, name);
    if (kindOf(full) === 'folder') syncFolder(full);
  }
}

/** The folders of some files, and those around them. */
function foldersOf(files: readonly string[]): string[] {
  const folders = files.flatMap((file) =>
    file.split('/').map((_, index, names) => names.slice(0, index).join('/')),
  );
  return [...new Set(folders)].filter((name) => name !== '');
}

function removals({ folder }: Layout, previous: Manifest | undefined, next: Manifest): string[] {
  return Object.keys(previous?.files ?? {}).filter(
    (file) => next.files[file] === undefined && hashIn(folder, file) === previous?.files[file],
  );
}

/** Files whose content is neither the previous nor the next output. */
function problemsOfFiles({ folder }: Layout, manifests: readonly (Manifest | undefined)[]): string[] {
  const files = new Set(manifests.flatMap((manifest) => Object.keys(manifest?.files ?? {})));
  return [...files].flatMap((file) => {
    // Terraform writes this file too; if the team does not pin the provider, Terraform's stays
    if (path.posix.basename(file) === providerLockName) return [];
    const found = hashIn(folder, file);
    if (found === undefined || manifests.some((manifest) => manifest?.files[file] === found)) return [];
    const [previous] = manifests;
    return previous?.files[file] === undefined
      ? [`${file} is in the way, and was not written by synth: move it away, then run the command again`]
      : [
          `${file} has been changed since synth wrote it: copy what you need from it (the next synth writes it ` +
            'again), remove it, then run the command again',
        ];
  });
}

function problemsOfGuards({ folder }: Layout, next: Manifest): string[] {
  return stacksOf(next)
    .map(guardPath)
    .filter((guard) => ![undefined, hashOfContent(guardText)].includes(hashIn(folder, guard)))
    .map(
      (guard) =>
        `${guard} is in the way, and was not written by synth: move it away, then run the command again`,
    );
}

/** The cdktf command itself removes folders beside those of the stacks, with all that is in them. */
function problemsOfStackFolders(
  { folder }: Layout,
  previous: Manifest | undefined,
  next: Manifest,
): string[] {
  const stacks = new Set(stacksOf(next));
  const foreign = foreignFiles(path.join(folder, 'stacks'), []).flatMap((file) => {
    const [name = '', ...rest] = file.split('/');
    const isWritten = previous?.files[`stacks/${file}`] !== undefined || `stacks/${file}` === guardPath(name);
    return rest.length === 0 || stacks.has(name) || isWritten ? [] : [name];
  });
  return [...new Set(foreign)].map(
    (name) =>
      `stacks/${name} holds files that synth did not write and is not a stack's folder, so the cdktf command ` +
      'would remove it: move it away, then run the command again',
  );
}

/** Terraform remembers the place of the state beside a stack, and saved plans belong to one environment. */
function problemsOfOtherEnvironment(
  { folder }: Layout,
  previous: Manifest | undefined,
  next: Manifest,
): string[] {
  if (previous === undefined || previous.environment === next.environment) return [];
  const foreign = foreignFiles(folder, [previous]);
  if (foreign.length === 0) return [];
  return [
    `it is in use for the environment ${previous.environment} (it holds ${someOf(foreign)}): give ${next.environment} a ` +
      `folder of its own (CDKTF_OUTDIR=cdktf.out.${next.environment} npm run synth, ` +
      `npx cdktf deploy --output cdktf.out.${next.environment}), or move this one away`,
  ];
}

function lostFiles({ folder, stagedOutput }: Layout, write: readonly string[], next: Manifest): string[] {
  const lost = write.filter(
    (file) => hashIn(stagedOutput, file) !== next.files[file] && hashIn(folder, file) !== next.files[file],
  );
  if (lost.length === 0) return [];
  return [
    `an interrupted synth cannot be finished, because its ${someOf(lost)} is missing: ${movingAway(folder)}`,
  ];
}

/** Hash of a file in a folder; undefined if nothing is there. A folder or a link has a text that equals no hash. */
function hashIn(folder: string, file: string): string | undefined {
  const full = path.join(folder, file);
  switch (kindOf(full)) {
    case 'nothing':
      return undefined;
    case 'file':
      return hashOf(full);
    default:
      return 'no file';
  }
}

function toJson(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
