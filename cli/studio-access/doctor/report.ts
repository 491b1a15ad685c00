import { causeOf, type CheckResult } from './check';

const usualColumns = 80;
/** Longer lines are hard to read. */
const mostColumns = 120;

const statusWords = { ok: 'ok', found: 'FOUND' } as const;
const statusWidth = 7;

/**
 * What the doctor found, for a person: a line for each check, what to do about each finding, and last the cause.
 *
 * @param columns width of the terminal; undefined if there is none
 * @param help whom people ask, as the settings say
 */
export function reportText(
  results: readonly CheckResult[],
  columns: number | undefined,
  help: string | undefined,
): string {
  const width = Math.min(columns ?? usualColumns, mostColumns);
  const notTried = results.filter(({ status }) => status === 'not_tried').map(({ id }) => id);
  const lines = [
    ...results.flatMap((result, index) => linesOf(result, results.slice(0, index), width)),
    ...(notTried.length === 0
      ? []
      : wrapped(`Not tried until that is mended: ${notTried.join(', ')}.`, width, '')),
  ];
  const cause = causeOf(results);
  if (!cause) return [...lines, '', 'The doctor found nothing.'].join('\n');
  const { what, got, expected, todo, who } = cause;
  const count = results.filter(({ status }) => status === 'found').length;
  const last = [
    `Cause: ${what}: ${got}. Expected: ${expected}.`,
    `To do (${who}): ${todo}`,
    ...(help === undefined ? [] : [`Ask: ${help}`]),
    ...(count > 1 ? [`There are ${count} findings; the others may follow from this one.`] : []),
  ];
  return [...lines, '', ...last.flatMap((text) => wrapped(text, width, ''))].join('\n');
}

/** @param before results above, of which a long advice is not said again */
function linesOf(result: CheckResult, before: readonly CheckResult[], width: number): string[] {
  if (result.status === 'not_tried') return [];
  const { id, what, got, status } = result;
  const indent = ' '.repeat(statusWidth);
  const first = wrapped(`${statusWords[status].padEnd(statusWidth)}${what}: ${got}`, width, indent);
  if (status === 'ok') return first;
  const same = before.find((other) => other.status === 'found' && other.todo === result.todo);
  const more = [
    `check:    ${id}, ${result.cause}`,
    `expected: ${result.expected}`,
    `to do:    ${same ? `the same as for ${same.id}` : result.todo}`,
    `who:      ${result.who}`,
  ];
  return [...first, ...more.flatMap((text) => wrapped(`${indent}${text}`, width, `${indent}          `))];
}

/** Breaks a text at blanks; a word that is longer than a line stays whole, so that it can be copied. */
function wrapped(text: string, width: number, indent: string): string[] {
  const [, start = '', rest = ''] = /^(\s*)(.*)$/s.exec(text) ?? [];
  const lines: string[] = [];
  let line = start;
  let isEmpty = true;
  for (const word of rest.split(/(?<=\S) (?=\S)/)) {
    if (!isEmpty && line.length + 1 + word.length > width) {
      lines.push(line);
      line = indent;
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, line];
}
