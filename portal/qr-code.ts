import { encode } from 'uqr';
import { drawing } from './element';

/** Draws a text as QR code: dark on light, also where the page is dark, as cameras expect it. */
export function qrCode(text: string, title: string): SVGSVGElement {
  const border = 4;
  const { data, size } = encode(text, { border });
  const path = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])));
  const label = drawing('title', {});
  label.textContent = title;
  return drawing(
    'svg',
    { class: 'qr-code', viewBox: `0 0 ${size} ${size}`, role: 'img', 'shape-rendering': 'crispEdges' },
    label,
    drawing('rect', { width: size, height: size, fill: '#fff' }),
    drawing('path', { d: path.join(''), fill: '#000' }),
  );
}
