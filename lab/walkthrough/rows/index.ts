import type { Row } from '../row';
import { articleRows } from './article';
import { cacheRows } from './cache';
import { defenceRows } from './defence';
import { failureRows } from './failures';
import { logRows } from './logs';
import { morningRow } from './morning';
import { networkRows } from './network';
import { notebookRows } from './notebooks';
import { policyRows } from './policies';
import { roleRows } from './roles';
import { tokenRows } from './tokens';

/** Every row of the walkthrough, in the order in which it is told. */
export const allRows: readonly Row[] = [
  ...articleRows,
  ...tokenRows,
  ...networkRows,
  ...defenceRows,
  ...policyRows,
  ...roleRows,
  ...notebookRows,
  ...cacheRows,
  ...failureRows,
  morningRow,
  ...logRows,
];
