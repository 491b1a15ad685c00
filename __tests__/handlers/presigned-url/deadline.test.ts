import { withinDeadline } from '../../../handlers/presigned-url/deadline';

test('a task that is done in time gives its result', async () => {
  await expect(withinDeadline(10_000, () => Promise.resolve('done'))).resolves.toBe('done');
});

test('a task that fails in time fails with its own error', async () => {
  const error = new Error('its own');
  await expect(withinDeadline(10_000, () => Promise.reject(error))).rejects.toBe(error);
});

test('a task that ignores its signal is left behind', async () => {
  let signal: AbortSignal | undefined;
  const task = (given: AbortSignal) => {
    signal = given;
    return new Promise<never>(() => undefined);
  };
  await expect(withinDeadline(20, task)).rejects.toMatchObject({ name: 'TimeoutError' });
  expect(signal?.aborted).toBe(true);
});

test('a task that fails because of the signal fails as the deadline, and only once', async () => {
  const task = (signal: AbortSignal) =>
    new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => {
        reject(new Error('aborted'));
      });
    });
  await expect(withinDeadline(20, task)).rejects.toMatchObject({ name: 'TimeoutError' });
});
