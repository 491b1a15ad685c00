/**
 * How the command ends, for scripts. 64 is what BSD's `sysexits.h` calls a usage error; 2 and 3 leave 1 to every failure
 * that has no number of its own.
 */
export const exitCodes = {
  /** It did what it was asked. */
  done: 0,
  /** It could not: the message says why. */
  failure: 1,
  /** The person ended it: Ctrl-C, or a signal. */
  cancelled: 2,
  /** `doctor` found something. */
  found: 3,
  /** Nobody is signed in, or the session is over: `studio-access login`. */
  signInNeeded: 4,
  /** Wrong arguments. */
  usage: 64,
} as const;

/** How the command ends, in a word. */
export type Ending = keyof typeof exitCodes;

/** Why a command did not do what it was asked, for a person and, by its code, for a program. */
export interface FailureDetails {
  /** A stable word, such as `profile_not_found`. */
  readonly code: string;
  /** What happened: one sentence. */
  readonly what: string;
  /** What the person can do about it. */
  readonly todo: string;
  /** @default failure */
  readonly ending?: Ending;
  /** The request id of the API's answer, which leads operators to its log. */
  readonly requestId?: string;
  /** Where people get help, as the settings say. */
  readonly help?: string;
}

/** A failure that the person is told of. Every other error is a defect of this program. */
export class Failure extends Error {
  readonly ending: Ending;

  constructor(readonly details: FailureDetails) {
    super(details.what);
    this.name = 'Failure';
    this.ending = details.ending ?? 'failure';
  }
}

/** Nobody is signed in. @param why one sentence */
export function signInNeeded(why: string): Failure {
  return new Failure({
    code: 'sign_in_needed',
    what: why,
    todo: 'Run: studio-access login',
    ending: 'signInNeeded',
  });
}

/** The person ended the command. */
export function cancelled(): Failure {
  return new Failure({
    code: 'cancelled',
    what: 'Cancelled.',
    todo: 'Nothing has been changed.',
    ending: 'cancelled',
  });
}
