import type { StackId } from '../../config/stack-ids';

/** A defect that somebody could build into the product. */
export interface Fault {
  readonly id: string;
  readonly what: string;
  /** File of the project, and the texts in it that are replaced, each there once. */
  readonly file: string;
  readonly edits: readonly (readonly [find: string, replacement: string])[];
  /** Stacks that must be deployed again for it to show: those whose configuration it changes. */
  readonly stacks: readonly StackId[];
  /** Whether corporate DNS gets new files. */
  readonly dns?: true;
  /** Rows of the walkthrough that are tried; at least one must turn red. */
  readonly rows: readonly string[];
}
