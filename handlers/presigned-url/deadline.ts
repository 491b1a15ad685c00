/** Has the name of the SDK's own timeouts, so that both are handled alike. */
class TimeoutError extends Error {
  override readonly name = 'TimeoutError';
}

/**
 * Runs a task with a deadline. The task's signal fires at the deadline; a task that ignores it is left
 * behind.
 * @throws TimeoutError at the deadline, and whatever the task throws
 */
export async function withinDeadline<Result>(
  milliseconds: number,
  task: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const timeout = new TimeoutError(`no answer within ${milliseconds} ms`);
      reject(timeout);
      controller.abort(timeout);
    }, milliseconds);
  });
  try {
    return await Promise.race([task(controller.signal), deadline]);
  } finally {
    clearTimeout(timer);
  }
}
