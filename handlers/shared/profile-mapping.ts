import { createHash } from 'node:crypto';
import {
  derivedNamePattern,
  lowerAscii,
  signInKey,
  signInNameProblem,
  signInNameProblems,
} from '../../api/sign-in';
import { isProfileName } from './profile-name';
import type { ProfileTable } from './profile-names';

/** Why a sign-in name leads to no profile, as the code in the log. */
export const mappingRefusals = [
  'name_missing',
  'name_not_text',
  ...signInNameProblems,
  'name_of_removed_user',
  'name_of_listed_user',
  'name_not_listed',
] as const;
/** One of {@link mappingRefusals}. */
export type MappingRefusal = (typeof mappingRefusals)[number];

/** The profile of a sign-in name, or why it has none. */
export type Mapping = { readonly profile: string } | { readonly refused: MappingRefusal };

/** Whose sign-in names lead to which profiles. */
export interface MappingRules {
  readonly table: ProfileTable;
  /** Whether people who are not in the table get a profile, with a name that is made of their sign-in name. */
  readonly deriveProfileNames: boolean;
  /** Whether listed users sign in with a password of their own, beside the company's sign-in. */
  readonly localUsers: boolean;
}

const longestSlug = 30;
const hashDigits = 32;

/**
 * The Studio profile of a sign-in name that the company's identity provider vouches for. Two different names never lead to
 * one profile, but for the table of the environment file: derived names hold 128 bits of the name's SHA-256.
 *
 * 1. the table's entry, where names with an `@` are compared without capitals A to Z
 * 2. a listed user's own name, if nobody else can be that user: there are no passwords, and the user has no entry
 * 3. where derivation is on, a name that is a profile name as it is, and else a name made of it
 *
 * A removed user's name leads nowhere.
 * @param value of any type, as a token or an attribute holds it
 */
export function profileFor(value: unknown, { table, deriveProfileNames, localUsers }: MappingRules): Mapping {
  const problem = problemOf(value);
  if (problem !== undefined) return { refused: problem };
  const name = value as string;
  if (table.removed.has(name)) return { refused: 'name_of_removed_user' };

  const entry = table.signInNames.get(signInKey(name));
  const isListed = table.users.has(name);
  if (entry === undefined && isListed && (localUsers || table.usersWithSignInNames.has(name))) {
    return { refused: 'name_of_listed_user' };
  }
  const profile = entry ?? (isListed ? name : deriveProfileNames ? derivedName(name) : undefined);
  if (profile === undefined) return { refused: 'name_not_listed' };
  return table.removed.has(profile) ? { refused: 'name_of_removed_user' } : { profile };
}

function problemOf(value: unknown): MappingRefusal | undefined {
  if (value === undefined || value === null) return 'name_missing';
  return typeof value === 'string' ? signInNameProblem(value) : 'name_not_text';
}

/** A name in the form of derived names is derived again, or somebody could sign in under a name that is made of another's. */
function derivedName(name: string): string {
  if (isProfileName(name) && !derivedNamePattern.test(name)) return name;
  const slug = lowerAscii(name)
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, longestSlug)
    .replace(/^-+|-+$/g, '');
  const hash = createHash('sha256').update(name, 'utf8').digest('hex').slice(0, hashDigits);
  return `${slug === '' ? 'u' : slug}-${hash}`;
}
