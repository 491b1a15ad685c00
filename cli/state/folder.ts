import { existsSync, realpathSync, statSync, type Stats } from 'node:fs';
import path from 'node:path';
import { projectFolder } from '../../config/project-folder';

/** Folder of all local state. It does not depend on the output folder. */
export const stateFolder = path.join(projectFolder, 'state');

/**
 * The folder of local state as it is written into a stack's configuration: relative to the stack's folder, so that
 * the same project gives the same bytes on every machine, or absolute where no relative path leads there (another
 * drive of Windows).
 *
 * @param outputFolder absolute path of the output folder, which need not exist yet
 */
export function stateFolderFromStack(outputFolder: string): string {
  // Terraform follows a relative path from where the stack's folder really is
  const from = path.join(realPath(outputFolder), 'stacks', 'any');
  return path.relative(from, realPath(stateFolder)).split(path.sep).join('/');
}

/** A path with its links followed, as far as it exists. */
export function realPath(file: string): string {
  if (existsSync(file)) return realpathSync(file);
  const parent = path.dirname(file);
  return parent === file ? file : path.join(realPath(parent), path.basename(file));
}

/** Whether a path leads to a file, also by links, which Terraform follows. Reading anything else may never end. */
export function isFile(file: string): boolean {
  return leadsTo(file)?.isFile() === true;
}

/** Whether a path leads to a folder, also by links. */
export function isFolder(folder: string): boolean {
  return leadsTo(folder)?.isDirectory() === true;
}

function leadsTo(file: string): Stats | undefined {
  try {
    return statSync(file);
  } catch {
    // nothing is there, or links go in a circle, or it may not be looked at
    return undefined;
  }
}
