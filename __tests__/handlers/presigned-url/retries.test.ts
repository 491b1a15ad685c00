import { mostAttempts, retryStrategy } from '../../../handlers/presigned-url/retries';

type ErrorType = Parameters<typeof retryStrategy.refreshRetryTokenForRetry>[1]['errorType'];

/** How often a call that fails in one way each time is tried, and the longest wait between two attempts. */
async function attempts(errorType: ErrorType) {
  let token = await retryStrategy.acquireInitialRetryToken('');
  const waits: number[] = [];
  try {
    for (;;) {
      token = await retryStrategy.refreshRetryTokenForRetry(token, { errorType });
      waits.push(token.getRetryDelay());
    }
  } catch {
    return { attempts: waits.length + 1, longest: Math.max(0, ...waits) };
  }
}

test.each<[ErrorType, number]>([
  ['THROTTLING', 1],
  ['CLIENT_ERROR', 1],
  ['SERVER_ERROR', 1],
  ['TRANSIENT', mostAttempts],
])('after %s there are %i attempts in all', async (errorType, expected) => {
  const { attempts: made, longest } = await attempts(errorType);
  expect(made).toBe(expected);
  expect(longest).toBeLessThan(500);
});
