import type { Namespace } from '../../hosts/namespaces';
import type { Lab } from '../../system/lab';
import type { Ended } from '../../shared/run-to-end';
import type { CommandLine } from '../command-line';

/** How the doctor runs, apart from how people run it on the desk. */
export interface Run {
  readonly variables?: Readonly<Record<string, string>>;
  /** Arguments besides. */
  readonly args?: readonly string[];
  /** Lines that are piped in. */
  readonly input?: readonly string[];
  /** @default the desk */
  readonly host?: Namespace;
}

/** Runs `studio-access doctor` once. */
export type Doctor = (how?: Run) => Promise<Ended>;

/** One thing that is broken, and what the doctor has to say about it. */
export interface BrokenSetUp {
  readonly id: string;
  readonly what: string;
  /** The check that finds it, and the word for the cause. */
  readonly cause: string;
  /** Breaks it, runs the doctor, and mends it. */
  readonly run: (lab: Lab, doctor: Doctor, desk: CommandLine) => Promise<Ended>;
}
