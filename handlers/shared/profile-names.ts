import { profileNamePattern } from '../../api/limits';
import { derivedNamePattern, signInKey } from '../../api/sign-in';
import { isObject } from '../../api/json';
import { isProfileName } from './profile-name';

/** The people of the environment file, as the functions that map sign-in names need them: `profile-names.json` in a zip. */
export interface ProfileNames {
  /** Profile names of the listed users. */
  readonly users: readonly string[];
  /** Profile names of people who left. They stay taken for ever. */
  readonly removed: readonly string[];
  /** The listed user of each sign-in name. Names with an `@` may have capitals, which do not count. */
  readonly signInNames: Readonly<Record<string, string>>;
}

/** {@link ProfileNames}, to look names up in. */
export interface ProfileTable {
  readonly users: ReadonlySet<string>;
  readonly removed: ReadonlySet<string>;
  /** The listed user of each sign-in name, by {@link signInKey}. */
  readonly signInNames: ReadonlyMap<string, string>;
  /** Listed users who have sign-in names of their own. */
  readonly usersWithSignInNames: ReadonlySet<string>;
}

/** The table of a deployment that lists nobody. */
export const noProfileNames: ProfileTable = tableOf({ users: [], removed: [], signInNames: {} });

/**
 * The text of the file, the same for the same names in any order.
 * @throws Error if a sign-in name occurs twice, or if {@link readProfileNames} would refuse the file
 */
export function profileNamesFile({ users, removed, signInNames }: ProfileNames): string {
  const entries = Object.entries(signInNames).map(([name, user]) => [signInKey(name), user] as const);
  const names = {
    users: users.toSorted(),
    removed: removed.toSorted(),
    signInNames: Object.fromEntries(
      entries.toSorted(([name], [other]) => (name < other ? -1 : Number(name > other))),
    ),
  };
  if (Object.keys(names.signInNames).length < entries.length) {
    throw new Error('a sign-in name occurs twice, as names with an @ do that differ in capitals only');
  }
  const text = `${JSON.stringify(names)}\n`;
  readProfileNames(text);
  return text;
}

/**
 * Reads the file.
 * @throws Error that says what is wrong with the file, and quotes nothing of it: it reaches the log
 */
export function readProfileNames(text: string): ProfileTable {
  const file = parse(text);
  if (!isObject(file)) refuse('is no object');
  const { users, removed, signInNames, ...others } = file;
  if (Object.keys(others).length > 0) refuse('has members besides users, removed and signInNames');
  if (!isListOf(users, isListedName))
    refuse('has a user that is no profile name, or in the form of derived names');
  if (!isListOf(removed, isTakenName)) refuse('has a removed name that is no profile name');
  if (!isObject(signInNames)) refuse('has no object signInNames');
  const listed = new Set(users);
  for (const [name, user] of Object.entries(signInNames)) {
    if (name !== signInKey(name)) refuse('has a sign-in name with an @ and capitals');
    if (typeof user !== 'string' || !listed.has(user))
      refuse('has a sign-in name of somebody who is not in users');
  }
  return tableOf({ users, removed, signInNames: signInNames as ProfileNames['signInNames'] });
}

function refuse(problem: string): never {
  throw new Error(`the file of profile names ${problem}`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return refuse('is not JSON');
  }
}

function isListOf(value: unknown, accepts: (name: unknown) => boolean): value is readonly string[] {
  return Array.isArray(value) && value.every(accepts);
}

function isListedName(name: unknown): boolean {
  return isProfileName(name) && !derivedNamePattern.test(name);
}

/** A name that was taken before it became a path of the API stays taken, and so does a derived one. */
function isTakenName(name: unknown): boolean {
  return typeof name === 'string' && profileNamePattern.test(name);
}

function tableOf({ users, removed, signInNames }: ProfileNames): ProfileTable {
  return {
    users: new Set(users),
    removed: new Set(removed),
    signInNames: new Map(Object.entries(signInNames)),
    usersWithSignInNames: new Set(Object.values(signInNames)),
  };
}
