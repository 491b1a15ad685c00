import {
  clientIdPattern,
  derivedNamePattern,
  lowerAscii,
  scopePattern,
  signInKey,
  signInNameProblem,
} from '../../api/sign-in';

test('only A to Z are lowered', () => {
  // the Kelvin sign and I with a dot become letters of ASCII, or two, by toLowerCase
  expect(lowerAscii('AZÄ\u212a\u0130')).toBe('azÄ\u212a\u0130');
  expect(signInKey('ALICE')).toBe('ALICE');
  expect(signInKey('ALICE@X')).toBe('alice@x');
});

test.each([
  ['e-1001', undefined],
  ['\u{1f600}'.repeat(256), undefined],
  ['', 'name_empty'],
  ['a'.repeat(257), 'name_too_long'],
  ['\u{1f600}'.repeat(257), 'name_too_long'],
  ['ali\u200bce', 'name_with_control_character'],
  ['ali\ud800ce', 'name_with_control_character'],
  ['alice\u00a0', 'name_with_outer_blank'],
  ['e\u0301lise', 'name_not_normalized'],
])('%j as a sign-in name: %s', (value, problem) => {
  expect(signInNameProblem(value)).toBe(problem);
});

test.each([
  [derivedNamePattern, `alice-${'0a'.repeat(16)}`, `alice-${'0A'.repeat(16)}`],
  [clientIdPattern, 'studio/access', 'a,b'],
  [scopePattern, 'api://studio/open', 'openid profile'],
])('%s takes %s and not %s', (pattern, right, wrong) => {
  expect([pattern.test(right), pattern.test(wrong)]).toEqual([true, false]);
});
