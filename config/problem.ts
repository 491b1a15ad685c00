/** One thing wrong with an environment file. */
export interface Problem {
  /** Where: keys joined by dots, list positions in brackets. Empty for the file as a whole. */
  readonly path: string;
  /** The value found there; undefined when the key is missing. */
  readonly got: unknown;
  /** What would be right, and why. */
  readonly expected: string;
}

/** An environment file that cannot be used. Its message lists every problem. */
export class ConfigError extends Error {
  constructor(subject: string, problems: readonly Problem[]) {
    const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
    super([`${subject} has ${count}:`, ...problems.map((problem) => `  ${describe(problem)}`)].join('\n'));
    this.name = 'ConfigError';
  }
}

function describe({ path, got, expected }: Problem): string {
  return `${path === '' ? '' : `${path}: `}got ${got === undefined ? 'nothing' : show(got)}, expected ${expected}`;
}

/** Long values are cut: a message is for reading. */
function show(value: unknown): string {
  const json = JSON.stringify(value);
  return json.length > 80 ? `${json.slice(0, 77)}...` : json;
}

/** Keys and list positions as they are written in code: `users[2]`, `network.vpc`. */
export function formatPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((joined, key) => {
    if (typeof key === 'number') return `${joined}[${key}]`;
    return joined === '' ? String(key) : `${joined}.${String(key)}`;
  }, '');
}
