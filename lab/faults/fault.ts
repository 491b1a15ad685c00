import type { Change } from './change';

/** What every defect has that somebody could build into the product. */
interface Described {
  readonly id: string;
  /** What is wrong, as a clause. */
  readonly what: string;
  /** Rows of the walkthrough that are tried; at least one must turn red. */
  readonly rows: readonly string[];
}

/** A defect in the source of a function. */
export interface FunctionFault extends Described {
  /** File of the project, and the texts in it that are replaced, each there once. */
  readonly file: string;
  readonly edits: readonly (readonly [find: string, replacement: string])[];
}

/** A defect in what is deployed: changes of what synthesis wrote. */
export interface DeploymentFault extends Described {
  readonly changes: readonly Change[];
}

/** Files that corporate BIND gets. */
export type DnsFile = 'named.conf' | 'named.conf.options';

/** A defect in the files for corporate BIND. */
export interface DnsFault extends Described {
  readonly dnsEdits: readonly (readonly [file: DnsFile, find: RegExp, replacement: string])[];
}

export type Fault = FunctionFault | DeploymentFault | DnsFault;
