import { z } from 'zod';
import { signInNameProblem, type signInNameProblems } from '../api/sign-in';
import { awsTags, folderFile, list, managedPolicyArn, profileName, section, text } from './fields';

/** Most people that an environment lists. */
const mostUsers = 5000;

/** What a sign-in name must be, by the problem that it has. */
const signInNameForms: Readonly<Record<(typeof signInNameProblems)[number], string>> = {
  name_empty: 'a value of 1 to 256 characters',
  name_too_long: 'a value of 1 to 256 characters',
  name_with_control_character: 'a value of 1 to 256 characters without control characters',
  name_with_outer_blank: 'a value without outer blanks',
  name_not_normalized: 'a value in Unicode normal form C, as the provider sends it',
};

const signInName = z.string({ error: signInNameForms.name_empty }).check((context) => {
  const problem = signInNameProblem(context.value);
  if (problem === undefined) return;
  context.issues.push({ code: 'custom', message: signInNameForms[problem], input: context.value });
});

const userEntry = section({
  name: profileName().describe('Name of the profile.'),
  signInNames: list(signInName, 1, 10, 'one to ten sign-in names')
    .optional()
    .describe(
      "Values of the attribute or claim by which the company's sign-in names this person. Default: the name of the profile, where no users have passwords.",
    ),
  email: text(/^(?=.{3,256}$)[^\s@\p{C}]+@[^\s@\p{C}]+$/u, 'an e-mail address')
    .optional()
    .describe(
      "E-mail address of a user with a password in the user pool, as it is when the user is created. A later change is not carried over, as people's attributes are theirs.",
    ),
  executionPolicyArns: list(managedPolicyArn, 0, 10, 'up to 10 managed policy ARNs')
    .optional()
    .describe(
      "Managed policies of this person's execution role, besides those of `studio.domain.create.executionPolicyArns`.",
    ),
  tags: awsTags.optional().describe("Tags of this person's profile, besides `tags`."),
});

/** A file with the list of people. */
export const usersFile = folderFile(['csv', 'json']);

/**
 * `studio.users`. A file that it names is read before the check; that it may be one is only in the schema for editors.
 */
export const users = list(
  z.union([profileName(), userEntry], { error: 'the name of a user profile, or an entry with a name' }),
  0,
  mostUsers,
  `a list of up to ${mostUsers} users, or a file with them: <folder>/<file>.csv or .json`,
).describe(
  'People who are listed: the Studio profile has this name, and so has the user of a pool without federation. A list of names, or of entries with further settings, or a file with them in a folder beside the environment files.',
);

type Entry = z.output<typeof users>[number];

/** What is set for a listed person beyond the name. */
export type UserDetails = Omit<z.output<typeof userEntry>, 'name'>;

/** Names of the listed people, and what is set for each beyond the name. */
export function usersOf(entries: readonly Entry[]): {
  readonly users: readonly string[];
  readonly userDetails: Readonly<Record<string, UserDetails>>;
} {
  return {
    users: entries.map((entry) => (typeof entry === 'string' ? entry : entry.name)),
    userDetails: Object.fromEntries(
      entries.flatMap((entry) => {
        if (typeof entry === 'string') return [];
        const { name, ...details } = entry;
        return [[name, details] as const];
      }),
    ),
  };
}
