import { stripVTControlCharacters } from 'node:util';

/** The result of planning a stack. */
export interface StackPlan {
  readonly stack: string;
  /** `waiting`: it takes outputs from a stack that does not have them yet, so its plan can only be made later. */
  readonly outcome: 'unchanged' | 'changed' | 'waiting' | 'failed';
  /** How many resources the plan adds, changes and destroys; a replaced one is added and destroyed. */
  readonly counts?: readonly [add: number, change: number, destroy: number];
  /** For the table: what it waits for, or why it failed. */
  readonly note?: string;
}

/**
 * The exit code of all plans together, as that of `terraform plan -detailed-exitcode`: 0 nothing to change, 2
 * something to change, 1 at least one failed.
 */
export function exitCodeOf(plans: readonly StackPlan[]): 0 | 1 | 2 {
  if (plans.some(({ outcome }) => outcome === 'failed')) return 1;
  return plans.every(({ outcome }) => outcome === 'unchanged') ? 0 : 2;
}

/** How many resources a plan's text says it adds, changes and destroys; undefined if it changes none. */
export function countsOf(planText: string): StackPlan['counts'] {
  const match = /^Plan: (?:\d+ to import, )?(\d+) to add, (\d+) to change, (\d+) to destroy/m.exec(
    stripVTControlCharacters(planText),
  );
  return match ? [Number(match[1]), Number(match[2]), Number(match[3])] : undefined;
}

/** Addresses of the resources that Terraform refuses to destroy, from what it printed. */
export function refusedAddresses(errorText: string): string[] {
  // Terraform breaks lines and draws a border before each
  const text = stripVTControlCharacters(errorText).replaceAll(/\s*\n[│\s]*/g, ' ');
  const matches = text.matchAll(/Resource (\S+) has lifecycle\.prevent_destroy set/g);
  return [...new Set([...matches].map(([, address = '']) => address))];
}

const outcomes = {
  unchanged: 'nothing to change',
  changed: 'changes',
  waiting: 'cannot be planned yet',
  failed: 'failed',
} as const;

/** The plans as a table: a line of headings, then a line for each stack. */
export function summaryText(plans: readonly StackPlan[]): string {
  const rows = plans.map(({ stack, outcome, counts, note }) => [
    stack,
    ...(counts ?? ['', '', '']).map(String),
    note === undefined ? outcomes[outcome] : `${outcomes[outcome]}: ${note}`,
  ]);
  const table = [['stack', 'add', 'change', 'destroy', 'result'], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  return table
    .map(([stack = '', ...cells]) =>
      [
        stack.padEnd(widths[0] ?? 0),
        ...cells.slice(0, 3).map((cell, column) => cell.padStart(widths[column + 1] ?? 0)),
        cells[3],
      ].join('  '),
    )
    .join('\n');
}
