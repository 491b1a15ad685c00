import type { Environment } from '../../config/load';
import type { StackId } from '../../config/stack-ids';
import type { JsonObject } from '../shared/json';
import type { Lab } from '../system/lab';
import { deploySettings, environmentFile, type Settings } from './other-settings';

/** One row of the walkthrough: an attempt and its expected result. */
export interface Row {
  /** Short and stable, because faults name their rows. */
  readonly id: string;
  readonly section: string;
  /** Other settings that it needs. Default: those of the environment file. */
  readonly settings?: Settings;
  /** Settings of Studio that it deploys itself, as long as it runs. */
  readonly studio?: JsonObject;
  readonly what: string;
  /** Whether an environment has what it is about. Default: every one has. */
  readonly isFor?: (environment: Environment) => boolean;
  /** The expected result; a function if it depends on the settings. */
  readonly expected: string | ((environment: Environment) => string);
  /** Tries it and returns the result, in the words of `expected` if that is the result. */
  run(lab: Lab): Promise<string>;
}

/** Whether a row is about what an environment has. */
export function isAbout({ isFor }: Row, environment: Environment): boolean {
  return isFor?.(environment) ?? true;
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

/** Runs rows one after the other, with the settings that they need, and leaves those of the environment file. @param onResult gets each result as it comes @param isOver ends it early */
export async function runRows(
  lab: Lab,
  rows: readonly Row[],
  onResult: (result: RowResult) => void = () => undefined,
  isOver: () => boolean = () => false,
): Promise<RowResult[]> {
  const results: RowResult[] = [];
  const file = environmentFile(lab);
  const touched = new Set<StackId>();
  let deployed: Settings | undefined;
  for (const row of rows) {
    if (isOver()) break;
    if (row.settings !== deployed) {
      await deploySettings(lab, file, row.settings, touched);
      deployed = row.settings;
    }
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
  if (deployed && !isOver()) await deploySettings(lab, file, undefined, touched);
  return results;
}

async function gotOf(row: Row, lab: Lab): Promise<Pick<RowResult, 'got' | 'crashed'>> {
  try {
    return { got: await row.run(lab), crashed: false };
  } catch (error) {
    return { got: `the row failed: ${String(error)}`, crashed: true };
  }
}
