import { oneTimeCode } from '../../shared/one-time-code';

// the last six of the eight digits in https://www.rfc-editor.org/rfc/rfc6238#appendix-B
it.each([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [20_000_000_000, '353130'],
])('after %d s the app shows %s', (seconds, code) => {
  const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
  expect(oneTimeCode(secret, seconds * 1000)).toBe(code);
  expect(oneTimeCode(secret.toLowerCase(), seconds * 1000)).toBe(code);
});
