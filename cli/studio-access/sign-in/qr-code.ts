import { renderUnicodeCompact } from 'uqr';
import type { Output } from '../context';

/** Lines that are shown with the picture: what to do, the secret, the question, and what was wrong with an answer. */
const linesAround = 8;

/** A QR code as text. Undefined where it is no terminal, or where not all of it fits: the screen that it is on does not scroll. */
export function qrCodeIn(
  { isTTY, rows = 0, columns = 0 }: Pick<Output, 'isTTY' | 'rows' | 'columns'>,
  text: string,
): string | undefined {
  if (isTTY !== true) return undefined;
  const lines = renderUnicodeCompact(text).split('\n');
  const fits = lines.length + linesAround <= rows && lines.every(({ length }) => length <= columns);
  return fits ? lines.join('\n') : undefined;
}
