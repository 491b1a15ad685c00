import { readdirSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { filesBelow, kindOf, unfinishedSuffix, type Kind } from './files';
import { guardPath, layoutOf, ownFolderName, ownNames, type Layout } from './layout';
import { readJournal, readManifest, stacksOf, type Manifest } from './manifest';
import { movingAway, stateFilesBelow } from './states';

/** Folders of the project whose content no command can make again, or another program owns. */
const otherFolders = ['state', 'node_modules', '.git'];

/** Names that show that a folder belongs to something else. */
const foreignSigns = ['package.json', '.git'];

const advice =
  'choose another folder, which need not exist: CDKTF_OUTDIR=<folder> npm run synth, or npx cdktf deploy --output <folder>';

/** An output folder that may be written into. */
export interface AdmittedFolder extends Layout {
  readonly exists: boolean;
}

/**
 * Decides whether synthesis may write into a folder: one that does not exist, is empty, or was written by synthesis and
 * holds nothing that it could harm. Nothing is written.
 *
 * @param folder absolute path; links are followed before it is checked
 * @param projectFolder the folder of this project
 * @throws with every reason against it, and what to do
 */
export function admitFolder(folder: string, projectFolder: string): AdmittedFolder {
  const kind = kindOf(folder);
  if (kind === 'file' || kind === 'something else') {
    throw refusal(folder, [`it is a ${kind === 'file' ? 'file' : 'special file'}, not a folder: ${advice}`]);
  }
  const target = kind === 'nothing' ? missingFolder(folder) : existingFolder(folder);
  const problems = problemsOfPlace(target, projectFolder);
  const layout = layoutOf(target);
  const exists = kind !== 'nothing';
  // a folder in a wrong place is not searched: it may be the whole disk
  if (exists && problems.length === 0) problems.push(...problemsOfContent(layout));
  if (problems.length > 0) throw refusal(folder, problems);
  return { ...layout, exists };
}

/** Name of the environment that an output folder holds; undefined when it holds none. @throws if it is unfinished */
export function synthesizedEnvironment(folder: string): string | undefined {
  const { journal, manifest } = layoutOf(folder);
  if (kindOf(journal) !== 'nothing') {
    throw new Error(
      `${folder} is unfinished, because a synth was interrupted: run npm run synth again first`,
    );
  }
  return readManifest(manifest)?.environment;
}

/** Files in an output folder that synthesis did not write; a `.terraform` folder counts as one. */
export function foreignFiles(folder: string, manifests: readonly (Manifest | undefined)[]): string[] {
  const known = new Set(
    manifests.flatMap((manifest) => [
      ...Object.keys(manifest?.files ?? {}),
      ...stacksOf(manifest).map(guardPath),
    ]),
  );
  const terraformFolders: string[] = [];
  const files = filesBelow(folder, (file) => {
    if (path.posix.basename(file) === '.terraform') terraformFolders.push(file);
    return file === ownFolderName || path.posix.basename(file) === '.terraform';
  });
  return [...files.filter((file) => !known.has(file)), ...terraformFolders].sort();
}

/** An error for a folder that cannot be written into, which lists the problems. */
export function refusal(folder: string, problems: readonly string[]): Error {
  return new Error([`cannot write into ${folder}, and has changed nothing:`, ...problems].join('\n  '));
}

function missingFolder(folder: string): string {
  const parent = path.dirname(folder);
  const stats = statSync(parent, { throwIfNoEntry: false });
  if (stats === undefined) throw refusal(folder, [`the folder ${parent} does not exist: create it first`]);
  if (!stats.isDirectory()) throw refusal(folder, [`${parent} is not a folder: correct the path`]);
  return path.join(realpathSync(parent), path.basename(folder));
}

function existingFolder(folder: string): string {
  const stats = statSync(folder, { throwIfNoEntry: false });
  if (stats === undefined)
    throw refusal(folder, [`it is a link that leads to nothing: remove it, or ${advice}`]);
  if (!stats.isDirectory())
    throw refusal(folder, [`it is a link to something that is not a folder: ${advice}`]);
  return realpathSync(folder);
}

function problemsOfPlace(target: string, projectFolder: string): string[] {
  const project = realpathSync(projectFolder);
  if (withParents(project).some((ancestor) => isSameFolder(ancestor, target))) {
    return [`it is the project's own folder, or contains it: ${advice}`];
  }
  const inside = otherFolders.filter((name) =>
    withParents(target).some((ancestor) => isSameFolder(ancestor, path.join(project, name))),
  );
  const around = otherFolders.filter((name) =>
    withParents(realPathOf(path.join(project, name))).some((ancestor) => isSameFolder(ancestor, target)),
  );
  return [...new Set([...inside, ...around])].map(
    (name) => `it is the project's folder ${name}/, contains it or lies in it: ${advice}`,
  );
}

/** A folder and all folders around it. */
function withParents(folder: string): string[] {
  const parent = path.dirname(folder);
  return parent === folder ? [folder] : [folder, ...withParents(parent)];
}

function realPathOf(folder: string): string {
  return statSync(folder, { throwIfNoEntry: false }) === undefined ? folder : realpathSync(folder);
}

/** By device and inode too: names may differ in case only, and a folder may be mounted twice. */
function isSameFolder(one: string, other: string): boolean {
  if (one === other) return true;
  const [first, second] = [one, other].map((folder) =>
    statSync(folder, { bigint: true, throwIfNoEntry: false }),
  );
  return first !== undefined && first.ino === second?.ino && first.dev === second.dev;
}

function problemsOfContent(layout: Layout): string[] {
  const { folder, own } = layout;
  const names = readdirSync(folder);
  const signs = names.filter((name) => foreignSigns.includes(name.toLowerCase()));
  const problems = signs.map((name) => `it holds ${name}, so it belongs to something else: ${advice}`);
  const others = names.filter((name) => name !== ownFolderName);
  if (names.length > others.length && kindOf(own) !== 'folder') {
    return [...problems, `${own} is not a folder: move it away`];
  }
  const ownProblems = problemsOfOwnFolder(layout);
  if (ownProblems.length > 0) return [...problems, ...ownProblems];
  const journal = readJournal(layout.journal);
  const previous = readManifest(layout.manifest);
  if (journal === undefined && previous === undefined) {
    return [...problems, ...problemsWithoutManifest(layout, others)];
  }
  const forStates = stateFilesBelow(folder).map(
    (file) =>
      `it holds Terraform state, ${file}: if nothing needs it any more, move it away ` +
      '(after a failed deploy: terraform state push, as Terraform said)',
  );
  return [
    ...problems,
    ...forStates,
    ...problemsOfLinks(folder, [previous, journal?.previous, journal?.next]),
  ];
}

/** Through a link, files would be written and removed elsewhere; reading anything but a file may never end. */
function problemsOfOwnFolder({ staging, locks, users, manifest, journal }: Layout): string[] {
  const expected: readonly [string, Kind][] = [
    ...[staging, locks, users].map((folder): [string, Kind] => [folder, 'folder']),
    ...[manifest, journal].map((file): [string, Kind] => [file, 'file']),
  ];
  return expected.flatMap(([name, kind]) => {
    const found = kindOf(name);
    return found === kind || found === 'nothing'
      ? []
      : [`${name} is a ${found}, expected a ${kind}: move it away, then run the command again`];
  });
}

/** Without a manifest, a folder may hold only what an interrupted first synthesis left. */
function problemsWithoutManifest(layout: Layout, others: readonly string[]): string[] {
  const { folder, own, staging, stagedOutput, stagedGuards, packages } = layout;
  if (others.includes('environment') && others.includes('stacks')) {
    return [
      'it was written by an earlier version of this project, which did not list its files: ' +
        movingAway(folder),
    ];
  }
  const ownFiles = kindOf(own) === 'folder' ? readdirSync(own) : [];
  const unknown = ownFiles
    .filter((name) => !(ownNames as readonly string[]).includes(name) && !name.endsWith(unfinishedSuffix))
    .map((name) => `${ownFolderName}/${name}`);
  const stagedUnknown = (kindOf(staging) === 'folder' ? readdirSync(staging) : [])
    .filter((name) => ![stagedOutput, stagedGuards, packages].includes(path.join(staging, name)))
    .map((name) => `${ownFolderName}/staging/${name}`);
  const foreign = [...others, ...unknown, ...stagedUnknown].sort();
  if (foreign.length === 0) return [];
  return [`it holds files that synth did not write (${someOf(foreign)}): ${advice}`];
}

/** No folder on the way to a file may be a link: files would be written or removed elsewhere. */
export function problemsOfLinks(folder: string, manifests: readonly (Manifest | undefined)[]): string[] {
  const files = manifests.flatMap((manifest) => Object.keys(manifest?.files ?? {}));
  const folders = new Set(files.flatMap((file) => withParents(path.posix.dirname(file)).slice(0, -1)));
  return [...folders].flatMap((name) => {
    const kind = kindOf(path.join(folder, name));
    return kind === 'folder' || kind === 'nothing'
      ? []
      : [`${name} is a ${kind}, expected a folder: move it away, then run the command again`];
  });
}

/** A few names, for a message. */
export function someOf(names: readonly string[]): string {
  const shown = names.slice(0, 5).join(', ');
  return names.length > 5 ? `${shown} and ${names.length - 5} more` : shown;
}
