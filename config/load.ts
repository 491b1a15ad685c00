import path from 'node:path';
import type { z } from 'zod';
import { parseJson } from './parse-json';
import { ConfigError, formatPath, type Problem } from './problem';
import { namesIn, readEnvironmentFile } from './read-file';
import { removedSettings } from './removed-settings';
import { checkRules } from './rules';
import { readReferencedFiles, type ReadFile } from './referenced-files';
import { environmentSchema, type EnvironmentFile } from './schema';
import { usersOf, type UserDetails } from './users';
import { fillInUsers } from './users-file';

/** A checked environment file, defaults filled in. */
export interface EnvironmentConfig extends Omit<EnvironmentFile, 'studio'> {
  readonly studio: Omit<EnvironmentFile['studio'], 'users'> & {
    /** Names of the listed people. */
    readonly users: readonly string[];
    /** What is set for a listed person beyond the name, by name. */
    readonly userDetails: Readonly<Record<string, UserDetails>>;
  };
  /** Text of the files that the environment file names. */
  readonly files: Readonly<Record<string, string>>;
}

/** A deployment: its name (the file's name) and its checked configuration. */
export interface Environment extends EnvironmentConfig {
  readonly name: string;
}

/** The name is part of AWS names; the shortest of them (IAM roles) leave 24 characters for it. */
const environmentName = /^[a-z][a-z0-9-]{0,22}[a-z0-9]$/;

/**
 * Reads and checks `<folder>/<name>.json`, an ordinary file of at most 1 MB.
 *
 * @throws ConfigError that lists every problem: unknown environment, no ordinary file, malformed JSON, wrong values,
 *   values that do not fit each other
 * @throws Error in one sentence, with the path, if the folder or the file cannot be read
 */
export function loadEnvironment(name: string, folder: string): Environment {
  const available = namesIn(folder, '.json');
  if (!available.includes(name)) {
    const expected = `one of the files in ${path.basename(folder)}/: ${available.join(', ')}`;
    throw new ConfigError('the choice of an environment', [{ path: '--env', got: name, expected }]);
  }
  const file = `${path.basename(folder)}/${name}.json`;
  if (!environmentName.test(name)) {
    const expected =
      'a file name of 2 to 24 lower-case letters, digits and inner hyphens: it becomes part of AWS names';
    throw new ConfigError(file, [{ path: '', got: name, expected }]);
  }
  const readFile: ReadFile = (named, maximumBytes) => readEnvironmentFile(folder, named, named, maximumBytes);
  return { name, ...parseEnvironment(readEnvironmentFile(folder, `${name}.json`, file), file, readFile) };
}

/**
 * Checks the text of an environment file; `file` is its name in messages, and gives the environment's name.
 *
 * @param readFile reads files that the environment file names
 * @throws ConfigError that lists every problem
 */
export function parseEnvironment(text: string, file: string, readFile: ReadFile): EnvironmentConfig {
  const { value, problems } = parseJson(text);
  if (problems.length > 0) throw new ConfigError(file, problems);
  const placeOfUser = fillInUsers(value, readFile);
  const result = environmentSchema.safeParse(value, { reportInput: true });
  const issues = withoutRepetition(result.error?.issues ?? []);
  const wrongValues = issues.flatMap((issue) => toProblems(issue, []));
  for (const issue of issues) shorten(value, issue);
  const reported = new Set(wrongValues.map((problem) => problem.path));
  const { files, problems: wrongFiles } = readReferencedFiles(value, readFile);
  const found = [
    ...wrongValues,
    ...[...checkRules(value, path.basename(file, '.json')), ...wrongFiles].filter(
      (problem) => !reported.has(problem.path),
    ),
  ];
  if (found.length > 0 || !result.success) {
    throw new ConfigError(
      file,
      found.map((problem) => ({ ...problem, path: placeOfUser(problem.path) })),
    );
  }
  return { ...result.data, studio: { ...result.data.studio, ...usersOf(result.data.studio.users) }, files };
}

/** Cuts a list that is too long down to its limit, because the rules compare each entry with the others. */
function shorten(file: unknown, issue: Issue): void {
  if (issue.code !== 'too_big' || issue.origin !== 'array') return;
  const key = issue.path.at(-1) ?? '';
  const parent = issue.path
    .slice(0, -1)
    .reduce<unknown>((value, step) => (value as Record<PropertyKey, unknown>)[step], file) as Record<
    PropertyKey,
    unknown[]
  >;
  parent[key] = (parent[key] ?? []).slice(0, Number(issue.maximum));
}

type Issue = z.core.$ZodIssue;

function toProblems(issue: Issue, prefix: readonly PropertyKey[]): Problem[] {
  const keyPath = [...prefix, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    const parent = issue.input;
    return issue.keys.map((key) => {
      const path = formatPath([...keyPath, key]);
      const removed = Object.hasOwn(removedSettings, path) ? removedSettings[path] : undefined;
      return {
        path,
        got: parent?.[key],
        expected: removed?.(parent ?? {}) ?? `a known key: ${issue.message}`,
      };
    });
  }
  if (issue.code === 'invalid_key') {
    const expected = issue.issues.map(({ message }) => message).join('; ');
    return [{ path: formatPath(keyPath), got: issue.path.at(-1), expected }];
  }
  // of a union, only the branch that the author meant is reported
  if (issue.code === 'invalid_union') {
    const meant = meantBranch(issue.errors);
    if (meant) return meant.flatMap((inner) => toProblems(inner, keyPath));
  }
  return [{ path: formatPath(keyPath), got: issue.input, expected: issue.message }];
}

/** A section with an unknown key is checked without it, and may then seem to lack what the author meant by it. */
function withoutRepetition(issues: readonly Issue[]): Issue[] {
  const unknown = new Set(
    issues.filter(({ code }) => code === 'unrecognized_keys').map(({ path }) => formatPath(path)),
  );
  return issues.filter(({ code, path }) => code !== 'custom' || !unknown.has(formatPath(path)));
}

/** The one branch with problems below its top level, else the one that is about a value of this type. */
function meantBranch(branches: readonly Issue[][]): Issue[] | undefined {
  const deep = branches.filter((branch) => branch.some(({ path }) => path.length > 0));
  const sameType = branches.filter(
    (branch) =>
      !branch.some(({ code, path }) => ['invalid_type', 'invalid_value'].includes(code) && path.length === 0),
  );
  return [deep, sameType].find(({ length }) => length === 1)?.[0];
}
