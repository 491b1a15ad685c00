import path from 'node:path';

/** Places in an output folder that only synthesis writes to, all below `.synth`. */
export interface Layout {
  /** The output folder itself, without links. */
  readonly folder: string;
  /** The folder `.synth`, which only this program writes to. */
  readonly own: string;
  /** What the last complete synthesis wrote. */
  readonly manifest: string;
  /** Journal of a change that has begun; removed when the change is complete. */
  readonly journal: string;
  /** Where synthesis works before anything of the output changes. */
  readonly staging: string;
  /** The new output, at the same paths as it will have. */
  readonly stagedOutput: string;
  /** Staged guards, one for each stack. Terraform refuses a folder that holds one. */
  readonly stagedGuards: string;
  /** Code of the functions, which synthesis copies from. */
  readonly packages: string;
  /** Locks of processes that synthesize into the folder. */
  readonly locks: string;
  /** The cdktf processes that work with the folder. */
  readonly users: string;
}

/** Name of the folder that holds everything but the output. */
export const ownFolderName = '.synth';

/** What may be in `.synth`. */
export const ownNames = ['manifest.json', 'journal.json', 'staging', 'locks', 'users'] as const;

/** The places in an output folder. @param folder absolute path, without links */
export function layoutOf(folder: string): Layout {
  const own = path.join(folder, ownFolderName);
  const staging = path.join(own, 'staging');
  return {
    folder,
    own,
    manifest: path.join(own, 'manifest.json'),
    journal: path.join(own, 'journal.json'),
    staging,
    stagedOutput: path.join(staging, 'output'),
    stagedGuards: path.join(staging, 'guards'),
    packages: path.join(staging, 'packages'),
    locks: path.join(own, 'locks'),
    users: path.join(own, 'users'),
  };
}

/** The file that makes Terraform refuse a stack's folder while it is unfinished. */
export const guardPath = (stack: string) => `stacks/${stack}/synth-unfinished.tf.json`;

/** The message is the name of a block, because Terraform prints the names of unknown blocks: https://developer.hashicorp.com/terraform/language/syntax/json */
export const guardText = `${JSON.stringify(
  { 'synth was interrupted, and this folder is unfinished: run npm run synth again': {} },
  undefined,
  2,
)}\n`;
