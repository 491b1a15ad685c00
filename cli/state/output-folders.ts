import { readdirSync, type Dirent } from 'node:fs';
import path from 'node:path';
import { kindOf } from '../output/files';
import { layoutOf } from '../output/layout';
import { readManifest } from '../output/manifest';
import { isFile, isFolder, realPath } from './folder';

/** A folder that Terraform may have been initialized in. */
export interface OutputFolder {
  readonly folder: string;
  /** The environment that was synthesized into it last; undefined if unknown. */
  readonly environmentName: string | undefined;
}

/** How deep below the project's folder output folders are looked for, as `CDKTF_OUTDIR=build/prod/out`. */
const maximumDepth = 3;

/**
 * The output folder of a command, and all others in the project's folder. Links are followed, and each folder comes
 * once.
 */
export function outputFolders(projectFolder: string, outputFolder: string): OutputFolder[] {
  const folders = [outputFolder, ...outputFoldersBelow(projectFolder, maximumDepth)];
  return [...new Set(folders.map(realPath))].map((folder) => ({
    folder,
    environmentName: environmentIn(folder),
  }));
}

function outputFoldersBelow(parent: string, depth: number): string[] {
  return entriesIn(parent)
    .filter((entry) => !entry.isFile() && entry.name !== 'node_modules' && entry.name !== '.git')
    .map(({ name }) => path.join(parent, name))
    .filter(isFolder)
    .flatMap((folder) => {
      if (isOutputFolder(folder)) return [folder];
      return depth > 1 ? outputFoldersBelow(folder, depth - 1) : [];
    });
}

/** Earlier versions wrote no manifest of their own, only cdktf's. */
function isOutputFolder(folder: string): boolean {
  return [layoutOf(folder).manifest, path.join(folder, 'manifest.json')].some(
    (manifest) => isFile(manifest) && isFolder(path.join(folder, 'stacks')),
  );
}

function entriesIn(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    // gone meanwhile, or another user's folder, in which this user has not used Terraform
    return [];
  }
}

function environmentIn(folder: string): string | undefined {
  const { manifest } = layoutOf(folder);
  if (kindOf(manifest) !== 'file') return undefined;
  try {
    return readManifest(manifest)?.environment;
  } catch {
    // of another version
    return undefined;
  }
}
