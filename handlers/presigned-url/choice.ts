import { type AppWord, isAppWord } from '../../api/landing';
import { spaceNamePattern } from '../../api/limits';

/** Where a caller wants to land. */
export interface Choice {
  /** Undefined: in the app of the space, else where the deployment lets people land. */
  readonly app: AppWord | undefined;
  /** A text in the form of a space's name; the space may be anybody's. Undefined: in no space. */
  readonly space: string | undefined;
}

/** Words for a choice that cannot be made, for the log. */
export type ChoiceRefusal = 'repeated_parameter' | 'app_unknown' | 'app_not_allowed' | 'space_not_found';

/** The two query parameters; each may be anything. */
interface ChoiceParameters {
  readonly app?: unknown;
  readonly space?: unknown;
}

/**
 * Reads a caller's choice. Words are compared exactly, and a parameter that comes twice is refused: which of the two
 * counts would differ from reader to reader. An empty parameter is none of the words, and no name.
 *
 * @param query the last value of each parameter, as API Gateway passes it
 * @param all all values of each
 * @param allowed apps that callers may choose
 */
export function readChoice(
  query: ChoiceParameters,
  all: ChoiceParameters,
  allowed: readonly AppWord[],
): Choice | { readonly refused: ChoiceRefusal } {
  if (isRepeated(all.app) || isRepeated(all.space)) return { refused: 'repeated_parameter' };
  const app = query.app ?? undefined;
  const space = query.space ?? undefined;
  if (app !== undefined && !isAppWord(app)) return { refused: 'app_unknown' };
  if (app !== undefined && !allowed.includes(app)) return { refused: 'app_not_allowed' };
  if (space !== undefined && !isSpaceName(space)) return { refused: 'space_not_found' };
  return { app, space };
}

function isRepeated(values: unknown): boolean {
  return Array.isArray(values) && values.length > 1;
}

function isSpaceName(value: unknown): value is string {
  return typeof value === 'string' && spaceNamePattern.test(value);
}
