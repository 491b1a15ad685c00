import { createBudget } from '../../../handlers/presigned-url/budget';

function setUp() {
  const clock = { seconds: 1000 };
  const take = createBudget(() => clock.seconds * 1000);
  /** How many of so many URLs are granted. */
  const granted = (profile: string, count: number) =>
    Array.from({ length: count }, () => take(profile)).filter(Boolean).length;
  return { clock, granted };
}

test.each([
  ['at once', 0, 0],
  ['five seconds later', 5, 0],
  ['six seconds later', 6, 1],
  ['half a minute later', 30, 5],
  ['a minute later', 60, 10],
  ['a day later', 86_400, 10],
  ['when the clock was put back by an hour', -3600, 0],
])('after ten URLs, %s', (_, seconds, more) => {
  const { clock, granted } = setUp();
  expect(granted('alice', 20)).toBe(10);
  clock.seconds += seconds;
  expect(granted('alice', 20)).toBe(more);
});

test('a clock that was put back locks nobody out for longer than it usually takes', () => {
  const { clock, granted } = setUp();
  granted('alice', 20);
  clock.seconds -= 3600;
  granted('alice', 1);
  clock.seconds += 60;
  expect(granted('alice', 20)).toBeGreaterThan(0);
});

test('asking in vain costs nothing', () => {
  const { clock, granted } = setUp();
  granted('alice', 1000);
  clock.seconds += 6;
  expect(granted('alice', 1)).toBe(1);
});

test('one user does not use up what another has', () => {
  const { granted } = setUp();
  granted('alice', 20);
  expect(granted('bob', 20)).toBe(10);
});

test('of many users those who asked last are remembered, and the others are not', () => {
  const { granted } = setUp();
  granted('first', 10);
  granted('last', 5);
  for (let index = 0; index < 998; index += 1) granted(`user-${index}`, 1);
  granted('last', 5);
  granted('one-more', 1);
  expect([granted('last', 20), granted('first', 20)]).toEqual([0, 10]);
});
