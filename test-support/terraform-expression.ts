type Scope = Readonly<Record<string, unknown>>;

const functions: Readonly<Record<string, (...values: never[]) => unknown>> = {
  coalesce: (...values: unknown[]) => values.find((value) => value !== null),
  flatten: (list: unknown[]) => list.flat(Infinity),
  jsonencode: (value: unknown) => JSON.stringify(value),
  length: (list: unknown[]) => list.length,
  setsubtract: (set: unknown[], other: unknown[]) => set.filter((item) => !other.includes(item)),
  toset: (list: unknown[]) => [...new Set(list)],
};

/**
 * Evaluates an expression of Terraform's language without Terraform: references, texts, numbers, lists, `for`, `==`, `!=`, and the
 * functions that checks use.
 * @param references values by the reference as it stands in the expression, such as `aws_iam_role.portal.arn`
 * @throws if the expression holds anything else, or a reference without a value
 */
export function evaluate(expression: string, references: Scope): unknown {
  const tokens = expression.match(/"(?:[^"\\]|\\.)*"|[\w.-]+|[=!]=|[^\s]/g) ?? [];
  const read = parser(tokens);
  const result = read.comparison();
  if (tokens.length > 0) throw new Error(`cannot read ${tokens.join(' ')}`);
  return result(references);
}

type Evaluation = (scope: Scope) => unknown;

function parser(tokens: string[]) {
  const next = () => tokens.shift() ?? '';
  const take = (expected: string) => {
    const found = next();
    if (found !== expected) throw new Error(`got ${found} ${tokens.join(' ')}, expected ${expected}`);
  };

  const comparison = (): Evaluation => {
    const left = operand();
    if (tokens[0] !== '==' && tokens[0] !== '!=') return left;
    const isEqual = next() === '==';
    const right = operand();
    return (scope) => (left(scope) === right(scope)) === isEqual;
  };

  const operand = (): Evaluation => {
    const token = next();
    if (token.startsWith('"')) return () => JSON.parse(token) as unknown;
    if (/^\d+$/.test(token)) return () => Number(token);
    if (token === 'null') return () => null;
    if (token === '[') return tokens[0] === 'for' ? selection() : collect(list(']'));
    if (tokens[0] !== '(') return (scope) => resolve(token, scope);
    next();
    const call = functions[token] as ((...values: unknown[]) => unknown) | undefined;
    if (!call) throw new Error(`no function ${token}`);
    const values = collect(list(')'));
    return (scope) => call(...values(scope));
  };

  const collect = (items: readonly Evaluation[]) => (scope: Scope) => items.map((item) => item(scope));

  const list = (end: string): Evaluation[] => {
    const items: Evaluation[] = [];
    while (tokens[0] !== end) {
      items.push(comparison());
      if (tokens[0] !== end) take(',');
    }
    next();
    return items;
  };

  /** `[for item in list : value if condition]`, after its bracket. */
  const selection = (): Evaluation => {
    take('for');
    const item = next();
    take('in');
    const source = operand();
    take(':');
    const value = comparison();
    const hasCondition = tokens[0] === 'if';
    if (hasCondition) next();
    const condition = hasCondition ? comparison() : () => true;
    take(']');
    return (scope) =>
      (source(scope) as unknown[])
        .map((found) => ({ ...scope, [item]: found }))
        .filter((inner) => condition(inner))
        .map((inner) => value(inner));
  };

  return { comparison };
}

/** The value of a reference: the longest start of it that the scope has, and attributes of that. */
function resolve(reference: string, scope: Scope): unknown {
  const parts = reference.split('.');
  for (let length = parts.length; length > 0; length -= 1) {
    const known = parts.slice(0, length).join('.');
    if (known in scope) return attribute(scope[known], parts.slice(length));
  }
  throw new Error(`no value for ${reference}`);
}

function attribute(value: unknown, names: readonly string[]): unknown {
  return names.reduce<unknown>((inner, name) => (inner as Scope)[name] ?? null, value);
}
