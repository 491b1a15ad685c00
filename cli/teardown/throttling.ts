import type { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { minutes, TimeIsOver, limitMinutes, type Waiting } from './waiting';

/** Names of errors that say that AWS was asked too often, of the services that are asked here. */
const throttlingNames: readonly string[] = [
  'RequestLimitExceeded',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
];

/** The part of a client that calls go through; the same for all services. */
type Throttled = Pick<SageMakerClient, 'middlewareStack'>;

const firstPauseMilliseconds = 5000;
const longestPauseMilliseconds = 60_000;

/**
 * Makes every call of some clients wait while AWS throttles it, and try again: 5 seconds, then twice as long each time, up to a
 * minute. One line says so, also if hundreds of calls wait.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
 *
 * A call throws TimeIsOver when it has been throttled for {@link limitMinutes} minutes.
 */
export function waitWhenThrottled(clients: readonly Throttled[], { now, sleep, say }: Waiting): void {
  let quietUntil = 0;
  const patiently = async <T>(name: string, call: () => Promise<T>): Promise<T> => {
    const start = now();
    for (let pause = firstPauseMilliseconds; ; pause = Math.min(2 * pause, longestPauseMilliseconds)) {
      try {
        return await call();
      } catch (error) {
        if (!isThrottling(error)) throw error;
        if (minutes(now() - start) >= limitMinutes)
          throw new TimeIsOver(`${name}: AWS has throttled it for ${limitMinutes} minutes`, { cause: error });
      }
      if (now() >= quietUntil) {
        say(`  AWS throttles ${name}: tried again in ${pause / 1000} s`);
        quietUntil = now() + pause;
      }
      await sleep(pause);
    }
  };
  for (const { middlewareStack } of clients) {
    middlewareStack.add(
      (next, { commandName = 'a call' }) =>
        (args) =>
          patiently(commandName.replace(/Command$/, ''), () => next(args)),
      // around everything else, the attempts of the SDK included
      { step: 'initialize', priority: 'high' },
    );
  }
}

function isThrottling(error: unknown): boolean {
  return error instanceof Error && throttlingNames.includes(error.name);
}
