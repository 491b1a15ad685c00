import { type Bounds, isWithin } from '../../api/limits';
import { claimNamePattern } from '../../api/sign-in';

/** Environment variables, by their names. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What a variable may hold. */
export interface EnvironmentRule {
  /** What a good value looks like, for the error message. */
  readonly expected: string;
  readonly accepts: (value: string) => boolean;
  /** @default - the variable must be set */
  readonly default?: string;
}

/**
 * Reads the variables that the rules name; an empty one counts as not set.
 * @throws Error naming every variable that is missing or wrong, what was found and what is expected
 */
export function readEnvironment<Name extends string>(
  environment: Environment,
  rules: Readonly<Record<Name, EnvironmentRule>>,
): Record<Name, string> {
  const problems: string[] = [];
  const values: Partial<Record<Name, string>> = {};
  for (const [name, rule] of Object.entries(rules) as [Name, EnvironmentRule][]) {
    const value = environment[name];
    if (value === undefined || value === '') {
      if (rule.default === undefined) problems.push(`${name} is not set, expected ${rule.expected}`);
      else values[name] = rule.default;
    } else if (rule.accepts(value)) {
      values[name] = value;
    } else {
      problems.push(`${name} is ${JSON.stringify(value.slice(0, 200))}, expected ${rule.expected}`);
    }
  }
  if (problems.length > 0) {
    throw new Error(
      `environment has ${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}:\n${problems.join('\n')}`,
    );
  }
  return values as Record<Name, string>;
}

/** A value for each variable that rules name; undefined leaves one out that a default stands in for. */
type Variables<Rules> = {
  readonly [Name in keyof Rules]: 'default' extends keyof Rules[Name] ? string | undefined : string;
};

/** Variables for {@link readEnvironment}, without empty ones, which Lambda refuses. `Rules` is the type of the reader's rules. */
export function writeEnvironment<Rules>(variables: Variables<Rules>): Record<string, string> {
  const set = Object.entries<string | undefined>(variables).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '',
  );
  return Object.fromEntries(set);
}

/** A rule for a decimal whole number between two bounds, inclusive. */
export function wholeNumber(bounds: Bounds) {
  return {
    expected: `a whole number from ${bounds.minimum} to ${bounds.maximum}`,
    accepts: (value: string) => /^\d{1,9}$/.test(value) && isWithin(bounds, Number(value)),
  } satisfies EnvironmentRule;
}

/** A rule for a switch that is off unless it is set to `true`. */
export const isOn = {
  expected: 'true or false',
  accepts: (value: string) => value === 'true' || value === 'false',
  default: 'false',
} as const satisfies EnvironmentRule;

/** A rule for the name of a claim or an attribute. */
export const claimName = {
  expected: 'the name of a claim, 1 to 128 printable ASCII characters without spaces',
  accepts: (value: string) => claimNamePattern.test(value),
} as const satisfies EnvironmentRule;
