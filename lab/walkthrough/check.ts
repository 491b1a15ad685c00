import type { Lab } from '../system/lab';
import { runRows, type Row, type RowResult } from './row';
import { morningFigures } from './rows/morning';
import { figuresText, resultText } from './table';

/** Runs rows of the walkthrough and prints the result of each at once. @param isOver ends it early */
export async function check(
  lab: Lab,
  rows: readonly Row[],
  print: (text: string) => void,
  isOver: () => boolean,
): Promise<RowResult[]> {
  let section = '';
  const show = (result: RowResult) => {
    if (isOver()) return;
    if (result.row.section !== section) {
      section = result.row.section;
      print(`\n${section}\n`);
    }
    print(resultText(result));
    const figures = result.row.id === 'morning' ? morningFigures() : undefined;
    if (figures) print(figuresText(figures));
  };
  return runRows(lab, rows, show, isOver);
}
