import type { Change } from './change';

/** A defect that somebody could build into the product. */
interface Described {
  readonly id: string;
  /** What is wrong, as a clause. */
  readonly what: string;
  /** Rows of the walkthrough that run with it; at least one must turn red. */
  readonly rows: readonly string[];
}

/** A defect in the source of a function. */
export interface FunctionFault extends Described {
  /** File of the project, and the texts to replace, each of which occurs once in it. */
  readonly file: string;
  readonly edits: readonly (readonly [find: string, replacement: string])[];
}

/** A defect in the deployment: changes of `cdk.tf.json` files, and perhaps of the files for corporate BIND with them. */
export interface DeploymentFault extends Described, Partial<Pick<DnsFault, 'dnsEdits'>> {
  readonly changes: readonly Change[];
}

/** Files that corporate BIND gets. */
export type DnsFile = 'named.conf' | 'validate-except.conf';

/** A defect in the files for corporate BIND. */
export interface DnsFault extends Described {
  readonly dnsEdits: readonly (readonly [file: DnsFile, find: RegExp, replacement: string])[];
}

export type Fault = FunctionFault | DeploymentFault | DnsFault;
