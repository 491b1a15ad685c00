import type { RowResult } from './row';
import type { MorningFigures } from './rows/morning';

const widest = 64;

/** The result of a row as lines of text: what, expected, got, pass or fail. */
export function resultText({ row, expected, got, passed, milliseconds }: RowResult): string {
  const seconds = `${(milliseconds / 1000).toFixed(1)} s`;
  const lines = [
    `${passed ? 'pass' : 'FAIL'}  ${row.id.padEnd(20)} ${seconds.padStart(7)}  ${row.what}`,
    `      ${passed ? '' : 'expected  '}${passed ? '' : expected}`,
    `      ${passed ? 'expected and got  ' : 'got       '}${got}`,
  ];
  return lines.filter((line) => line.trim() !== '').join('\n');
}

/** How many rows passed, which did not, and how long all took. */
export function summaryText(results: readonly RowResult[], seconds: number): string {
  const failed = results.filter(({ passed }) => !passed).map(({ row }) => row.id);
  const passed = results.length - failed.length;
  const verdict = failed.length === 0 ? 'pass' : `FAIL: ${failed.join(', ')}`;
  return `${'─'.repeat(widest)}\n${passed} of ${results.length} rows passed, ${seconds.toFixed(0)} s in all: ${verdict}`;
}

/** The morning's figures. */
export function figuresText({ throttled, urls, refusals, urlAnswers, seconds }: MorningFigures): string {
  return [
    `sign-ins and ${urls.length + refusals.length} answers in ${seconds.toFixed(1)} s, after ${throttled} answers of 429`,
    `from the first attempt to a URL, with all waiting: ${distribution(urls)}`,
    `from the first attempt to a refusal: ${distribution(refusals)}`,
    `from the request that was not throttled to its URL: ${distribution(urlAnswers)}`,
  ]
    .map((line) => `      ${line}`)
    .join('\n');
}

function distribution(sorted: readonly number[]): string {
  const at = (share: number) =>
    `${((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) / 1000).toFixed(2)} s`;
  return `p50 ${at(0.5)}, p95 ${at(0.95)}, p99 ${at(0.99)}, longest ${at(1)}`;
}
