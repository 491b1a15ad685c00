import { TimeIsOver, untilNone } from '../../../cli/teardown/waiting';

/** A clock that only waiting moves. */
function fakeClock() {
  let time = 0;
  const said: string[] = [];
  const sleep = (milliseconds: number) => {
    time += milliseconds;
    return Promise.resolve();
  };
  return { said, now: () => time, sleep, pollMilliseconds: 10_000, say: (line: string) => said.push(line) };
}

test('says how much is left when that changes, and once a minute', async () => {
  const clock = fakeClock();
  const counts = [2, 2, 2, 2, 2, 2, 2, 1, 0];
  await untilNone('apps', () => Promise.resolve(Array<string>(counts.shift() ?? 0).fill('x')), clock);
  expect(clock.said).toEqual([
    '  apps: 2 left, after 0 min, such as x',
    '  apps: 2 left, after 1 min, such as x',
    '  apps: 1 left, after 1 min, such as x',
  ]);
});

test('waits for nothing where nothing is', async () => {
  const clock = fakeClock();
  await untilNone('apps', () => Promise.resolve([]), clock);
  expect([clock.said, clock.now()]).toEqual([[], 0]);
});

test('waits 20 minutes and more, and ends after 30 with what is left', async () => {
  const clock = fakeClock();
  const end = untilNone('apps', () => Promise.resolve(['JupyterLab/default of bobs (Deleting)']), clock);
  await expect(end).rejects.toThrow(TimeIsOver);
  await expect(end).rejects.toThrow('after 30 minutes there are still JupyterLab/default of bobs (Deleting)');
  expect(clock.now()).toBe(30 * 60_000);
});
