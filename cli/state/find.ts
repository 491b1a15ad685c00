import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { isFile, isFolder, realPath } from './folder';
import { placeOf, type StatePlace } from './place';

/** A state that was found, of one stack. */
export interface FoundState {
  readonly stack: string;
  readonly place: StatePlace;
  /** How many resources it holds; undefined if only Terraform can tell (S3), or the file cannot be understood. */
  readonly resources: number | undefined;
}

const stateFile = z.looseObject({ resources: z.array(z.looseObject({ mode: z.string() })) });

const initializationRecord = z.looseObject({
  backend: z.looseObject({ type: z.string(), config: z.looseObject({}) }),
});

/**
 * The states in files of a folder, by the names of the files, `<stack>.tfstate`; none for files that hold no resource.
 *
 * @param folder which need not exist
 */
export function statesIn(folder: string): FoundState[] {
  return stateFilesIn(folder).flatMap((file) => stateAt(path.basename(file, '.tfstate'), file));
}

/** The files that Terraform keeps state in, their backups included. */
export function stateFilesIn(folder: string): string[] {
  if (!isFolder(folder)) return [];
  return readdirSync(folder)
    .filter((name) => /\.tfstate(\.backup)?$/.test(name))
    .map((name) => path.join(folder, name))
    .filter(isFile)
    .sort();
}

/** The state in a file; none if there is no such file, or it holds no resource. */
export function stateAt(stack: string, file: string): FoundState[] {
  if (!file.endsWith('.tfstate') || !isFile(file)) return [];
  const resources = countResources(readFileSync(file, 'utf8'));
  return resources === 0 ? [] : [{ stack, place: { type: 'local', file: realPath(file) }, resources }];
}

/**
 * How many resources the backup of a local state holds, if the state itself is missing or without a byte: a deployment
 * was cut off while it wrote it. Terraform itself leaves a state without resources, which is no empty file.
 */
export function lostResources(file: string): number {
  const isLost = !isFile(file) || statSync(file).size === 0;
  const backup = `${file}.backup`;
  return isLost && isFile(backup) ? (countResources(readFileSync(backup, 'utf8')) ?? 0) : 0;
}

/** The states anywhere below a stack's folder, without what Terraform itself keeps in `.terraform`. */
export function statesBelow(stack: string, stackFolder: string): FoundState[] {
  if (!existsSync(stackFolder)) return [];
  return readdirSync(stackFolder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(stackFolder, entry.name);
    if (entry.isDirectory()) return entry.name === '.terraform' ? [] : statesBelow(stack, file);
    return stateAt(stack, file);
  });
}

/** Terraform's own record of the place that a stack's folder was initialized for. */
export function initializationRecordIn(stackFolder: string): string {
  return path.join(stackFolder, '.terraform', 'terraform.tfstate');
}

/** The place that a stack's folder was initialized for, by Terraform's own record; undefined if it was not. */
export function initializedPlace(stackFolder: string): StatePlace | undefined {
  const file = initializationRecordIn(stackFolder);
  if (!isFile(file)) return undefined;
  const { data } = initializationRecord.safeParse(parse(readFileSync(file, 'utf8')));
  return data && placeOf(data.backend.type, data.backend.config, stackFolder);
}

/** The workspace that was chosen for a stack's folder; undefined for the usual one. */
export function chosenWorkspace(stackFolder: string): string | undefined {
  // https://developer.hashicorp.com/terraform/language/state/workspaces
  const file = path.join(stackFolder, '.terraform', 'environment');
  if (!isFile(file)) return undefined;
  const name = readFileSync(file, 'utf8').trim();
  return name === '' || name === 'default' ? undefined : name;
}

function countResources(text: string): number | undefined {
  // Terraform leaves an empty file where a state has been moved away
  if (text.trim() === '') return 0;
  const { data } = stateFile.safeParse(parse(text));
  return data?.resources.filter(({ mode }) => mode === 'managed').length;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
