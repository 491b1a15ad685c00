import { CsvError, parse } from 'csv-parse/sync';
import { parseJson } from './parse-json';
import { ConfigError } from './problem';
import { tryToRead, type ReadFile } from './referenced-files';
import { valueAt } from './unchecked';
import { usersFile } from './users';

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
  const names = heading?.record ?? [];
  const isRight = names.every((column, index) => columns.includes(column) && names.indexOf(column) === index);
  if (!heading || !names.includes('name') || !isRight) {
    const isDividedOtherwise = /[;\t]/.test(names.join());
    const expected = `a heading with the column name, and of the others only ${columns.slice(1).join(', ')}${isDividedOtherwise ? wrongDivider : ', each once'}`;
    throw new ConfigError(name, [{ path: 'line 1', got: heading && names.join(','), expected }]);
  }
  return {
    entries: body.map(({ record }) => entryOf(heading.record, record)),
    lines: body.map(({ info }) => info.lines),
  };
}

/** Excel divides cells by semicolons in countries where the comma is the decimal sign. */
const wrongDivider =
  ', divided by commas: this file has semicolons or tabs between its cells, as Excel writes them in many countries';

interface Row {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

function csvRows(text: string, name: string): Row[] {
  try {
    // the types know only one kind of result, this is the other one
    return parse(text, {
      bom: true,
      info: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
    }) as unknown as Row[];
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
