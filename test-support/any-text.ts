import fc from 'fast-check';

/**
 * Text of any code points, half of a pair included. fast-check's own `unit: 'binary'` leaves those out, and first lists all
 * others, for longer than the tests take.
 */
export const anyText = (constraints: fc.ArrayConstraints = {}) =>
  fc.array(fc.nat(0x10ffff), constraints).map((points) => String.fromCodePoint(...points));
