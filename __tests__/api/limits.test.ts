import {
  sessionDurationSeconds,
  spaceNamePattern,
  studioDomainIdPattern,
  urlLifetimeSeconds,
} from '../../api/limits';
import { environmentWith } from '../../test-support/environments';

it.each(['d-0', 'd-0123456789ab', 'd-abc-def', 'd-a--b', `d-${'a'.repeat(61)}`])(
  '%s is the id of a Studio domain',
  (id) => {
    expect(studioDomainIdPattern.test(id)).toBe(true);
  },
);

it.each([
  '',
  'd-',
  'd--',
  'D-0123456789ab',
  'd-ABC',
  'd-abc-',
  'd_abc',
  'd-*',
  'd-abc/*',
  'd-abc\n',
  'd-${aws:username}',
  'x-d-abc',
  `d-${'a'.repeat(62)}`,
])('%j is not the id of a Studio domain', (id) => {
  expect(studioDomainIdPattern.test(id)).toBe(false);
});

test.each([
  ['a', true],
  ['Work-2', true],
  ['a'.repeat(63), true],
  ['', false],
  ['work-', false],
  ['work_2', false],
  ['a'.repeat(64), false],
])('%j is the name of a space: %s', (name, expected) => {
  expect(spaceNamePattern.test(name)).toBe(expected);
});

describe('the environment file', () => {
  it.each([
    ['studio.urlLifetimeSeconds', urlLifetimeSeconds],
    ['studio.sessionDurationSeconds', sessionDurationSeconds],
  ])('takes for %s the bounds themselves and nothing beyond them', (setting, { minimum, maximum }) => {
    for (const value of [minimum, maximum]) expect(() => environmentWith({ [setting]: value })).not.toThrow();
    for (const value of [minimum - 1, maximum + 1])
      expect(() => environmentWith({ [setting]: value })).toThrow(`${setting}: got ${value}`);
  });
});
