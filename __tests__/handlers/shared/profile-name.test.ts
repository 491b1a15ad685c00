import { profileNamePattern } from '../../../api/limits';
import { reservedProfileNames } from '../../../api/routes';
import { isProfileName } from '../../../handlers/shared/profile-name';

test.each(['ab', '77', 'alice', 'alice-b', 'a--b', 'me2', 'portal2', 'a'.repeat(63), `a${'-'.repeat(61)}b`])(
  '%s is a profile name',
  (name) => {
    expect(isProfileName(name)).toBe(true);
    expect(profileNamePattern.test(name)).toBe(true);
  },
);

test.each<unknown>([
  '',
  'a',
  '7',
  'Alice',
  'alicE-b',
  'ME',
  '-a',
  'a-',
  'a_b',
  'a.b',
  'a b',
  'a/b',
  'a*',
  'alice\n',
  '\u0430lice',
  'a'.repeat(64),
  `a${'-'.repeat(62)}b`,
  undefined,
  null,
  7,
  ['alice'],
  { toString: () => 'alice' },
])('%j is not a profile name', (name) => {
  expect(isProfileName(name)).toBe(false);
});

test.each(reservedProfileNames)('%s is reserved: it is a path of the API', (name) => {
  expect(profileNamePattern.test(name)).toBe(true);
  expect(isProfileName(name)).toBe(false);
});

test('a long run of hyphens is judged at once', () => {
  const started = performance.now();
  expect(isProfileName(`a${'-'.repeat(100_000)}`)).toBe(false);
  expect(profileNamePattern.test(`a${'-'.repeat(61)}_`)).toBe(false);
  expect(performance.now() - started).toBeLessThan(1000);
});
