import { CsvError, parse } from 'csv-parse/sync';
import { z } from 'zod';
import { awsTags, folderFile, list, managedPolicyArn, profileName, section, text } from './fields';
import { parseJson } from './parse-json';
import { ConfigError } from './problem';
import { tryToRead, type ReadFile } from './referenced-files';
import { valueAt } from './value-at';

/** Most people that an environment lists. */
const mostUsers = 5000;

const signInName = text(
  /^(?!\s)[^\p{C}]{1,256}(?<!\s)$/u,
  'a value of 1 to 256 characters without control characters and outer blanks',
).refine((value) => value.normalize('NFC') === value, {
  error: 'a value in Unicode normal form C, as the provider sends it',
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

/** Largest file of users, in bytes: 5,000 entries of 800 bytes. */
const largestUsersFile = 4_000_000;

const usersPath = 'studio.users';

/**
 * Puts the people of the file that `studio.users` names in its place, in an unchecked environment file.
 * @returns where a path such as `studio.users[3].name` is, in words: the same, or with the file and the line
 * @throws ConfigError if the file cannot be read, or is no table
 */
export function fillInUsers(file: unknown, readFile: ReadFile): (path: string) => string {
  const studio = valueAt(file, 'studio');
  const name = valueAt(studio, 'users');
  if (typeof name !== 'string' || !usersFile.safeParse(name).success) return (path) => path;
  const text = tryToRead(name, readFile, largestUsersFile);
  if (typeof text !== 'string') {
    throw new ConfigError(usersPath, [{ path: '', got: name, expected: text.expected }]);
  }
  const { entries, lines } = name.endsWith('.csv') ? readTable(text, name) : readList(text, name);
  (studio as Record<string, unknown>).users = entries;
  return (path) => {
    const index = /^studio\.users\[(\d+)\]/.exec(path)?.[1];
    const line = index === undefined ? undefined : lines[Number(index)];
    if (path !== usersPath && index === undefined) return path;
    return line === undefined ? `${path} (${name})` : `${path} (${name}, line ${line})`;
  };
}

interface FoundUsers {
  readonly entries: unknown;
  /** The line of each entry, where it is known. */
  readonly lines: readonly number[];
}

function readList(text: string, name: string): FoundUsers {
  const { value, problems } = parseJson(text);
  if (problems.length > 0) throw new ConfigError(name, problems);
  return { entries: value, lines: [] };
}

const columns = ['name', 'signInNames', 'email', 'executionPolicyArns', 'tags'];

/**
 * A table in CSV (https://www.rfc-editor.org/rfc/rfc4180), with a heading. Several values in one cell are divided by
 * semicolons, and tags are `key=value`. An empty cell is as if it were not there.
 */
function readTable(text: string, name: string): FoundUsers {
  const rows = csvRows(text, name);
  const [heading, ...body] = rows;
  const unknown = heading?.record.filter((column) => !columns.includes(column)) ?? [];
  if (!heading?.record.includes('name') || unknown.length > 0) {
    const expected = `a heading with the column name, and of the others only ${columns.slice(1).join(', ')}`;
    throw new ConfigError(name, [{ path: 'line 1', got: heading?.record.join(','), expected }]);
  }
  return {
    entries: body.map(({ record }) => entryOf(heading.record, record)),
    lines: body.map(({ info }) => info.lines),
  };
}

interface Row {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

function csvRows(text: string, name: string): Row[] {
  try {
    // the types know only one kind of result, this is the other one
    return parse(text, { bom: true, info: true, skip_empty_lines: true }) as unknown as Row[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const expected =
      'a table as RFC 4180 has it: every line with as many cells as the heading, cells with , or " in quotation marks';
    throw new ConfigError(name, [{ path: '', got: error.message, expected }]);
  }
}

function entryOf(heading: readonly string[], cells: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    heading.flatMap((column, index): [string, unknown][] => {
      const cell = cells[index] ?? '';
      if (cell === '') return [];
      if (column === 'name' || column === 'email') return [[column, cell]];
      const values = cell.split(';');
      return [[column, column === 'tags' ? tagsOf(values) : values]];
    }),
  );
}

function tagsOf(values: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    values.map((value) => {
      const [key = '', ...rest] = value.split('=');
      return [key, rest.join('=')];
    }),
  );
}
