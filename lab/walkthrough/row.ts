import type { Environment } from '../../config/load';
import type { Lab } from '../system/lab';

/** One row of the walkthrough: an attempt and its expected result. */
export interface Row {
  /** Short and stable, because faults name their rows. */
  readonly id: string;
  readonly section: string;
  readonly what: string;
  /** The expected result; a function if it depends on the settings. */
  readonly expected: string | ((environment: Environment) => string);
  /** Tries it and returns the result, in the words of `expected` if that is the result. */
  run(lab: Lab): Promise<string>;
}

/** The result of a row. */
export interface RowResult {
  readonly row: Row;
  readonly expected: string;
  readonly got: string;
  readonly passed: boolean;
  /** Whether the row ended with an error of its own. */
  readonly crashed: boolean;
  readonly milliseconds: number;
}

/** Runs rows one after the other. @param onResult gets each result as it comes @param isOver ends it early */
export async function runRows(
  lab: Lab,
  rows: readonly Row[],
  onResult: (result: RowResult) => void = () => undefined,
  isOver: () => boolean = () => false,
): Promise<RowResult[]> {
  const results: RowResult[] = [];
  for (const row of rows) {
    if (isOver()) break;
    // what a user may ask for within a minute is counted for each row alone
    lab.functions.end(lab.functionName('presigned-url'));
    const started = Date.now();
    const { got, crashed } = await gotOf(row, lab);
    const expected = typeof row.expected === 'string' ? row.expected : row.expected(lab.environment);
    const milliseconds = Date.now() - started;
    const result = { row, expected, got, passed: got === expected, crashed, milliseconds };
    results.push(result);
    onResult(result);
  }
  return results;
}

async function gotOf(row: Row, lab: Lab): Promise<Pick<RowResult, 'got' | 'crashed'>> {
  try {
    return { got: await row.run(lab), crashed: false };
  } catch (error) {
    return { got: `the row failed: ${String(error)}`, crashed: true };
  }
}
