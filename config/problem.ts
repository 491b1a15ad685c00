import { isObject } from '../api/json';

/** One thing wrong with an environment file. */
export interface Problem {
  /** Where: keys joined by dots, list positions in brackets. Empty for the file as a whole. */
  readonly path: string;
  /** The value found there; undefined when the key is missing. */
  readonly got: unknown;
  /** What is accepted, and why. */
  readonly expected: string;
}

/** Problems that one message lists: a hostile file could have a hundred thousand. */
const maximumListed = 100;

/** An environment file that cannot be used. Its message lists every problem; of more than 100, the first 100. */
export class ConfigError extends Error {
  constructor(subject: string, problems: readonly Problem[]) {
    const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
    const listed = problems.slice(0, maximumListed).map((problem) => `  ${describe(problem)}`);
    const more = problems.length - listed.length;
    super([`${subject} has ${count}:`, ...listed, ...(more > 0 ? [`  and ${more} more`] : [])].join('\n'));
    this.name = 'ConfigError';
  }
}

function describe({ path, got, expected }: Problem): string {
  const shown = got === undefined ? 'nothing' : show(withoutSecrets(got, secretKey.test(path)));
  return `${path === '' ? '' : `${path}: `}got ${shown}, expected ${expected}`;
}

/** Keys of values that are not shown, because messages end in logs. */
export const secretKey = /secret|password|passphrase/i;

/** What stands in place of a value that may be a secret. */
export const notShown = '(not shown)';

/** A value without what may be a secret; an ARN only names one. */
function withoutSecrets(value: unknown, isSecret: boolean): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => withoutSecrets(item, isSecret));
  if (isObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, child]) => [
        key,
        withoutSecrets(child, isSecret || secretKey.test(key)),
      ]),
    );
  }
  return isSecret && !(typeof value === 'string' && value.startsWith('arn:')) ? notShown : value;
}

/** Cuts long values, and escapes characters that a terminal may take for a command. */
function show(value: unknown): string {
  const json = JSON.stringify(value).replace(
    /\p{C}/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
  return json.length > 80 ? `${json.slice(0, 77)}...` : json;
}

/** Keys that are shown without quotes: they cannot end a line or move a terminal's cursor. */
const plainKey = /^[\p{L}\p{N} _.:/=+@$-]{1,128}$/u;

/** Keys and list positions as they are written in code: `users[2]`, `network.vpc`. Other keys stand in quotes. */
export function formatPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((joined, key) => {
    if (typeof key === 'number') return `${joined}[${key}]`;
    const name = String(key);
    const shown = plainKey.test(name) ? name : show(name);
    return joined === '' ? shown : `${joined}.${shown}`;
  }, '');
}
