import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { layoutOf } from '../output/layout';
import { readManifest } from '../output/manifest';
import { realPath } from './folder';

interface Question {
  readonly projectFolder: string;
  readonly outputFolder: string;
  readonly environmentName: string;
}

/**
 * The output folder of a command, and all others in the project's folder that hold the same environment: Terraform may
 * have been initialized in any of them. Links are followed, and each folder comes once.
 */
export function outputFolders({ projectFolder, outputFolder, environmentName }: Question): string[] {
  const others = readdirSync(projectFolder)
    .map((name) => path.join(projectFolder, name))
    .filter((folder) => statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    .filter((folder) => environmentIn(folder) === environmentName);
  return [...new Set([outputFolder, ...others].map(realPath))];
}

/** The environment of an output folder; undefined for other folders, and for those of another version. */
function environmentIn(folder: string): string | undefined {
  try {
    return readManifest(layoutOf(folder).manifest)?.environment;
  } catch {
    return undefined;
  }
}
