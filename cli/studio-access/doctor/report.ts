import { causeOf, type CheckResult } from './check';

const usualColumns = 80;
/** Longer lines are hard to read. */
const mostColumns = 120;

const statusWords = { ok: 'ok', found: 'FOUND', not_tried: '-' } as const;
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
  const lines = results.flatMap((result) => linesOf(result, width));
  const cause = causeOf(results);
  const count = results.filter(({ status }) => status === 'found').length;
  if (!cause) return [...lines, '', 'The doctor found nothing.'].join('\n');
  const { what, got, expected, todo, who } = cause;
  const last = [
    ...wrapped(`Cause: ${what}: ${got}. Expected: ${expected}.`, width, ''),
    ...wrapped(`To do (${who}): ${todo}`, width, ''),
    ...(help === undefined ? [] : wrapped(`Ask: ${help}`, width, '')),
    ...(count > 1
      ? wrapped(`There are ${count} findings; the others may follow from this one.`, width, '')
      : []),
  ];
  return [...lines, '', ...last].join('\n');
}

function linesOf(result: CheckResult, width: number): string[] {
  const { what, status } = result;
  const said = status === 'not_tried' ? `not tried: first ${result.because}` : result.got;
  const indent = ' '.repeat(statusWidth);
  const first = wrapped(`${statusWords[status].padEnd(statusWidth)}${what}: ${said}`, width, indent);
  if (status !== 'found') return first;
  const more = [`expected: ${result.expected}`, `to do:    ${result.todo}`, `who:      ${result.who}`];
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
