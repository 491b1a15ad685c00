import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser';
import type { z } from 'zod';
import { ConfigError, formatPath, type Problem } from './problem';
import { checkRules } from './rules';
import { environmentSchema, type EnvironmentConfig } from './schema';

/** A deployment: its name (the file's name) and its checked configuration. */
export interface Environment extends EnvironmentConfig {
  readonly name: string;
}

/** Names go into AWS names, of which the shortest (IAM roles) leave 24 characters. */
const environmentName = /^[a-z][a-z0-9-]{0,22}[a-z0-9]$/;

/**
 * Reads and checks `<folder>/<name>.json`.
 *
 * @throws ConfigError that lists every problem: unknown environment, malformed JSON, wrong values, values that
 *   do not fit each other
 */
export function loadEnvironment(name: string, folder: string): Environment {
  const available = readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => path.basename(file, '.json'))
    .sort();
  if (!available.includes(name)) {
    const expected = `one of those in ${path.basename(folder)}/: ${available.join(', ')}`;
    throw new ConfigError('the choice of an environment', [{ path: '--env', got: name, expected }]);
  }
  const file = `${path.basename(folder)}/${name}.json`;
  if (!environmentName.test(name)) {
    const expected =
      'a file name of 2 to 24 lower-case letters, digits and inner hyphens, as it becomes part of AWS names';
    throw new ConfigError(file, [{ path: '', got: name, expected }]);
  }
  return { name, ...parseEnvironment(readFileSync(path.join(folder, `${name}.json`), 'utf8'), file) };
}

/**
 * Checks the text of an environment file; `file` is its name in messages.
 *
 * @throws ConfigError that lists every problem
 */
export function parseEnvironment(text: string, file: string): EnvironmentConfig {
  const { value, problems } = parseJson(text);
  if (problems.length > 0) throw new ConfigError(file, problems);
  const result = environmentSchema.safeParse(value, { reportInput: true });
  const wrongValues = result.success ? [] : result.error.issues.flatMap((issue) => toProblems(issue, []));
  const reported = new Set(wrongValues.map((problem) => problem.path));
  const found = [...wrongValues, ...checkRules(value).filter((problem) => !reported.has(problem.path))];
  if (found.length > 0 || !result.success) throw new ConfigError(file, found);
  return result.data;
}

/** Strict JSON; a key given twice is refused, because JSON.parse would silently keep only the last. */
function parseJson(text: string): { value: unknown; problems: Problem[] } {
  const errors: ParseError[] = [];
  const root = parseTree(text.replace(/^\uFEFF/, ''), errors, {
    disallowComments: true,
    allowTrailingComma: false,
  });
  const problems = errors.map(({ error, offset, length }) => ({
    path: position(text, offset),
    got: offset < text.length ? text.slice(offset, offset + Math.max(length, 1)) : 'the end of the file',
    expected: `JSON (${printParseErrorCode(error)})`,
  }));
  if (problems.length > 0 || !root) {
    return {
      value: undefined,
      problems: problems.length > 0 ? problems : [{ path: '', got: text, expected: 'JSON' }],
    };
  }
  return { value: JSON.parse(text.replace(/^\uFEFF/, '')), problems: duplicateKeys(root, []) };
}

function position(text: string, offset: number): string {
  const lines = text.slice(0, offset).split('\n');
  return `line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1}`;
}

function duplicateKeys(node: Node, keyPath: readonly PropertyKey[]): Problem[] {
  if (node.type === 'array')
    return (node.children ?? []).flatMap((item, index) => duplicateKeys(item, [...keyPath, index]));
  if (node.type !== 'object') return [];
  const seen = new Set<string>();
  return (node.children ?? []).flatMap(({ children }) => {
    const [key, value] = children ?? [];
    const name = String(key?.value);
    const own = seen.has(name)
      ? [{ path: formatPath([...keyPath, name]), got: `${name} twice`, expected: 'each key once' }]
      : [];
    seen.add(name);
    return value ? [...own, ...duplicateKeys(value, [...keyPath, name])] : own;
  });
}

type Issue = z.core.$ZodIssue;

function toProblems(issue: Issue, prefix: readonly PropertyKey[]): Problem[] {
  const keyPath = [...prefix, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    const parent = issue.input;
    return issue.keys.map((key) => ({
      path: formatPath([...keyPath, key]),
      got: parent?.[key],
      expected: `no such key but ${issue.message}`,
    }));
  }
  if (issue.code === 'invalid_key') {
    const expected = issue.issues.map(({ message }) => message).join('; ');
    return [{ path: formatPath(keyPath), got: issue.path.at(-1), expected }];
  }
  // of a choice, only the branch that was meant explains itself: the one whose complaints lie deepest
  if (issue.code === 'invalid_union') {
    const branches = issue.errors.filter((branch) => branch.some((inner) => inner.path.length > 0));
    const meant = branches.length === 1 ? branches[0] : undefined;
    if (meant) return meant.flatMap((inner) => toProblems(inner, keyPath));
  }
  return [{ path: formatPath(keyPath), got: issue.input, expected: issue.message }];
}
