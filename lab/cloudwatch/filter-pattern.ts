import { isObject } from '../shared/json';

/** `$.field = "text"`, which may be in parentheses. */
const comparison = /^\(?\s*\$\.(\w+)\s*=\s*"([^"]*)"\s*\)?$/;

/**
 * Makes the test of a metric filter for lines of JSON: whether one of some fields has one of some texts.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 * @param pattern such as `{ ($.code = "a") || ($.code = "b") }`
 * @throws when the pattern has another form
 */
export function filterPattern(pattern: string): (line: string) => boolean {
  const inner = /^\s*\{(.*)\}\s*$/s.exec(pattern)?.[1] ?? '';
  const alternatives = inner.split('||').map((part) => {
    const [, field, text] = comparison.exec(part.trim()) ?? [];
    if (field === undefined) throw new Error(`the lab does not know the filter pattern ${pattern}`);
    return { field, text };
  });
  return (line) => {
    const value = parse(line);
    return isObject(value) && alternatives.some(({ field, text }) => value[field] === text);
  };
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
