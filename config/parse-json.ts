import { createScanner, printParseErrorCode, visit } from 'jsonc-parser';
import { formatPath, notShown, secretKey, type Problem } from './problem';

/** Deepest nesting of an environment file; the schema needs seven levels. Parsers and checks recurse once per level. */
const maximumDepth = 32;

/**
 * Strict JSON. A key given twice is refused, because JSON.parse would silently keep only the last, and so is
 * `__proto__`, because assigning to it changes an object's prototype and adds no key.
 */
export function parseJson(source: string): { value: unknown; problems: Problem[] } {
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
        const mayBeSecret = secretKey.test(beforeInLine(text, offset));
        const expected = `JSON (${printParseErrorCode(error)})`;
        syntax.push({ path: position(line, column), got: mayBeSecret ? notShown : got, expected });
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

/** What stands before an offset in its line, at most 300 characters: a hostile file may have very many errors. */
function beforeInLine(text: string, offset: number): string {
  const before = text.slice(Math.max(0, offset - 300), offset);
  return before.slice(before.lastIndexOf('\n') + 1);
}

/** A place in the file, from a line and a column that are counted from 0. */
function position(line: number, column: number): string {
  return `line ${line + 1}, column ${column + 1}`;
}
