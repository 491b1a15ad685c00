import { readdirSync } from 'node:fs';
import path from 'node:path';
import { kindOf } from '../output/files';
import { layoutOf } from '../output/layout';
import { readManifest } from '../output/manifest';
import { isFolder, realPath } from './folder';

/** A folder that Terraform may have been initialized in. */
export interface OutputFolder {
  readonly folder: string;
  /** The environment that was synthesized into it last; undefined if unknown. */
  readonly environmentName: string | undefined;
}

/**
 * The output folder of a command, and all others in the project's folder. Links are followed, and each folder comes
 * once.
 */
export function outputFolders(projectFolder: string, outputFolder: string): OutputFolder[] {
  const others = readdirSync(projectFolder).map((name) => path.join(projectFolder, name));
  const folders = others.filter((folder) => isFolder(folder) && kindOf(layoutOf(folder).manifest) === 'file');
  return [...new Set([outputFolder, ...folders].map(realPath))].map((folder) => ({
    folder,
    environmentName: environmentIn(folder),
  }));
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
