import type { Code, FieldCode } from './texts';

/** Ends a sign-in, with words for the person. */
export class SignInFailure extends Error {
  constructor(
    readonly code: Code,
    /** The service's own words. */
    readonly detail?: string,
  ) {
    super(code);
    this.name = 'SignInFailure';
  }
}

/** An answer in a form that is to be given again. */
export class WrongAnswer extends Error {
  constructor(readonly field: FieldCode) {
    super(field);
    this.name = 'WrongAnswer';
  }
}

/** Cognito no longer waits for the next answer of a sign-in. */
export class SessionOver extends Error {
  constructor() {
    super('session over');
    this.name = 'SessionOver';
  }
}
