import { type AppWord, isAppWord } from '../../api/landing';
import { spaceNamePattern } from '../../api/limits';

/** Where a caller wants to land. */
export interface Choice {
  /** Undefined: in the app of the space, else where the deployment lets people land. */
  readonly app: AppWord | undefined;
  /** A name in the form of a space's, of anybody's. Undefined: in no space. */
  readonly space: string | undefined;
}

/** Words for a choice that cannot be made, for the log. */
export type ChoiceRefusal = 'repeated_parameter' | 'app_unknown' | 'app_not_allowed' | 'space_not_found';

/** A parameter of API Gateway's event: its value, and all its values if it came several times. */
export interface Parameter {
  readonly value: unknown;
  readonly all: unknown;
}

/**
 * Reads a caller's choice. Words are compared exactly, and a parameter that comes twice is refused: which of the two
 * counts would differ from reader to reader.
 *
 * @param allowed apps that callers may choose
 */
export function readChoice(
  app: Parameter,
  space: Parameter,
  allowed: readonly AppWord[],
): Choice | { readonly refused: ChoiceRefusal } {
  if (isRepeated(app) || isRepeated(space)) return { refused: 'repeated_parameter' };
  const chosen = given(app);
  const named = given(space);
  if (chosen !== undefined && !isAppWord(chosen)) return { refused: 'app_unknown' };
  if (chosen !== undefined && !allowed.includes(chosen)) return { refused: 'app_not_allowed' };
  if (named !== undefined && !isSpaceName(named)) return { refused: 'space_not_found' };
  return { app: chosen, space: named };
}

function isRepeated({ all }: Parameter): boolean {
  return Array.isArray(all) && all.length > 1;
}

/** The value; undefined if the call has no such parameter. An empty one is a value. */
function given({ value }: Parameter): unknown {
  return value ?? undefined;
}

function isSpaceName(value: unknown): value is string {
  return typeof value === 'string' && spaceNamePattern.test(value);
}
