import path from 'node:path';
import { createScanner, printParseErrorCode, visit } from 'jsonc-parser';
import type { z } from 'zod';
import { ConfigError, formatPath, type Problem } from './problem';
import { namesIn, readEnvironmentFile } from './read-file';
import { removedSettings } from './removed-settings';
import { checkRules } from './rules';
import { environmentSchema, type EnvironmentConfig } from './schema';

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
  return { name, ...parseEnvironment(readEnvironmentFile(folder, `${name}.json`, file), file) };
}

/**
 * Checks the text of an environment file; `file` is its name in messages, and gives the environment's name.
 *
 * @throws ConfigError that lists every problem
 */
export function parseEnvironment(text: string, file: string): EnvironmentConfig {
  const { value, problems } = parseJson(text);
  if (problems.length > 0) throw new ConfigError(file, problems);
  const result = environmentSchema.safeParse(value, { reportInput: true });
  const issues = result.error?.issues ?? [];
  const wrongValues = issues.flatMap((issue) => toProblems(issue, []));
  for (const issue of issues) shorten(value, issue);
  const reported = new Set(wrongValues.map((problem) => problem.path));
  const found = [
    ...wrongValues,
    ...checkRules(value, path.basename(file, '.json')).filter((problem) => !reported.has(problem.path)),
  ];
  if (found.length > 0 || !result.success) throw new ConfigError(file, found);
  return result.data;
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

/** Deepest nesting of an environment file; the schema needs seven levels. Parsers and checks recurse once per level. */
const maximumDepth = 32;

/**
 * Strict JSON. A key given twice is refused, because JSON.parse would silently keep only the last, and so is
 * `__proto__`, because assigning to it changes an object's prototype and adds no key.
 */
function parseJson(source: string): { value: unknown; problems: Problem[] } {
  const text = source.replace(/^\uFEFF/, '');
  const tooDeep = nestingProblem(text);
  if (tooDeep) return { value: undefined, problems: [tooDeep] };
  const syntax: Problem[] = [];
  const keys: Problem[] = [];
  const open: Set<string>[] = [];
  visit(
    text,
    {
      onError: (error, offset, length, line, column) => {
        const got =
          offset < text.length ? text.slice(offset, offset + Math.max(length, 1)) : 'the end of the file';
        const expected = `JSON (${printParseErrorCode(error)})`;
        syntax.push({ path: position(line, column), got, expected });
      },
      onObjectBegin: () => {
        open.push(new Set());
      },
      onObjectProperty: (key, _offset, _length, _line, _column, parentPath) => {
        const expected = keyExpected(key, open.at(-1));
        open.at(-1)?.add(key);
        if (expected === undefined) return;
        const got = expected === onceOnly ? `${key} twice` : key;
        keys.push({ path: formatPath([...parentPath(), key]), got, expected });
      },
      onObjectEnd: () => {
        open.pop();
      },
    },
    { disallowComments: true, allowTrailingComma: false },
  );
  return syntax.length > 0
    ? { value: undefined, problems: syntax }
    : { value: JSON.parse(text), problems: keys };
}

const onceOnly = 'each key once';

function keyExpected(key: string, earlier: ReadonlySet<string> | undefined): string | undefined {
  if (key === '__proto__') return 'another key: __proto__ has a special meaning in JavaScript';
  return earlier?.has(key) ? onceOnly : undefined;
}

/** Finds nesting that is too deep, without recursion. */
function nestingProblem(text: string): Problem | undefined {
  const scanner = createScanner(text, true);
  let depth = 0;
  for (scanner.scan(); scanner.getTokenOffset() < text.length; scanner.scan()) {
    // the first character tells the kind of token: a string begins with a quotation mark, whatever it holds
    const first = text[scanner.getTokenOffset()];
    if (first === '{' || first === '[') depth += 1;
    if (first === '}' || first === ']') depth -= 1;
    if (depth > maximumDepth) {
      const path = position(scanner.getTokenStartLine(), scanner.getTokenStartCharacter());
      return { path, got: first, expected: `at most ${maximumDepth} levels of nested objects and lists` };
    }
  }
  return undefined;
}

/** A place in the file, from a line and a column that are counted from 0. */
function position(line: number, column: number): string {
  return `line ${line + 1}, column ${column + 1}`;
}

type Issue = z.core.$ZodIssue;

function toProblems(issue: Issue, prefix: readonly PropertyKey[]): Problem[] {
  const keyPath = [...prefix, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    const parent = issue.input;
    return issue.keys.map((key) => {
      const path = formatPath([...keyPath, key]);
      const removed = Object.hasOwn(removedSettings, path) ? removedSettings[path] : undefined;
      return { path, got: parent?.[key], expected: removed ?? `a known key: ${issue.message}` };
    });
  }
  if (issue.code === 'invalid_key') {
    const expected = issue.issues.map(({ message }) => message).join('; ');
    return [{ path: formatPath(keyPath), got: issue.path.at(-1), expected }];
  }
  // of a union, only the branch that the author meant is reported: the one with problems below its top level
  if (issue.code === 'invalid_union') {
    const branches = issue.errors.filter((branch) => branch.some((inner) => inner.path.length > 0));
    const meant = branches.length === 1 ? branches[0] : undefined;
    if (meant) return meant.flatMap((inner) => toProblems(inner, keyPath));
  }
  return [{ path: formatPath(keyPath), got: issue.input, expected: issue.message }];
}
