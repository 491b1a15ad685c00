import type { SageMakerClientConfig } from '@aws-sdk/client-sagemaker';

/** Attempts of one call at most, the first included. */
export const mostAttempts = 3;

/** The longest wait before the second attempt, in milliseconds; it doubles with each one. */
const firstWaitMilliseconds = 100;

type RetryStrategy = Extract<
  NonNullable<SageMakerClientConfig['retryStrategy']>,
  { readonly refreshRetryTokenForRetry: unknown }
>;

const tokenAfter = (retries: number) => ({
  getRetryCount: () => retries,
  // jittered, so that functions which failed together do not come back together
  getRetryDelay: () => (retries === 0 ? 0 : Math.random() * firstWaitMilliseconds * 2 ** (retries - 1)),
  getRetryCost: () => undefined,
});

/**
 * Asks again after a lost connection or a failure of the service, never when SageMaker throttles: the SDK's own strategy
 * would ask three times then, and so make a flood three times as large. The caller is told to come back instead.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
 */
export const retryStrategy: RetryStrategy = {
  acquireInitialRetryToken: () => Promise.resolve(tokenAfter(0)),
  refreshRetryTokenForRetry: (token, { errorType }) => {
    const attempts = token.getRetryCount() + 1;
    return errorType === 'TRANSIENT' && attempts < mostAttempts
      ? Promise.resolve(tokenAfter(attempts))
      : Promise.reject(new Error('not asked again'));
  },
  recordSuccess: () => undefined,
};
