import type { Ending } from '../failure';

/** What a command has to say when it has done its work. */
export interface Result {
  /** For a person: what is printed to standard output. @default nothing */
  readonly text?: string;
  /** The one document of `--json`. */
  readonly json: Readonly<Record<string, unknown>>;
  /** @default done */
  readonly ending?: Ending;
}
