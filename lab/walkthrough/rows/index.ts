import type { Row } from '../row';
import { articleRows } from './article';

/** Every row of the walkthrough, in the order in which it is told. */
export const allRows: readonly Row[] = [...articleRows];
