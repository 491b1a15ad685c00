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
export function figuresText({ answers, throttled, latencies, seconds }: MorningFigures): string {
  const at = (share: number) =>
    `${Math.round(latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0)} ms`;
  return (
    `      ${answers} answers in ${seconds.toFixed(1)} s, ${throttled} times throttled before; time of the answer ` +
    `p50 ${at(0.5)}, p95 ${at(0.95)}, p99 ${at(0.99)}, longest ${at(1)}`
  );
}
