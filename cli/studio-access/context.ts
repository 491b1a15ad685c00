import type { Readable } from 'node:stream';
import type { Variables } from '../variables';
import type { Settings } from './settings/schema';

/** Where a person, or a program, reads what the command prints. */
export interface Output {
  readonly isTTY?: boolean;
  /** Size of a terminal's window, in lines and characters. @default unknown */
  readonly rows?: number;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Which deployment, and what its environment file may leave open. */
export interface DeploymentChoice {
  /** Name of the deployment. */
  readonly env: string;
  /** The client of the command line at the company's provider. @default the only one of the environment file */
  readonly clientId?: string;
  /** Address of the provider's metadata. @default `/.well-known/openid-configuration` below the issuer */
  readonly metadata?: string;
}

/** What a command takes from its surroundings; only the entry point reads the process. */
export interface Context {
  /** The environment variables. */
  readonly variables: Variables;
  readonly platform: NodeJS.Platform;
  /** Absolute path of the person's home folder. */
  readonly home: string;
  /** Numeric id of the operating system's user; undefined on Windows. */
  readonly userId: number | undefined;
  readonly input: Readable & { readonly isTTY?: boolean };
  /** Results, and nothing else. */
  readonly output: Output;
  /** Everything that is said meanwhile: questions, progress, failures. */
  readonly messages: Output;
  /** Is aborted when the person ends the command. */
  readonly signal: AbortSignal;
  /** Settings of a deployment, from its outputs: only in a checkout of the project. */
  readonly deployedSettings?: (choice: DeploymentChoice) => Promise<Settings>;
}
