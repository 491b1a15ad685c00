/** The time, and what is printed while it passes. */
export interface Waiting {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** How long to wait before AWS is asked again, in milliseconds. */
  readonly pollMilliseconds: number;
  readonly say: (line: string) => void;
}

/** AWS takes up to 20 minutes for an app: https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1754 */
export const limitMinutes = 30;

const minute = 60_000;

/** Whole minutes. */
export const minutes = (milliseconds: number) => Math.floor(milliseconds / minute);

/** Something was still being deleted when the time was over. */
export class TimeIsOver extends Error {
  override name = 'TimeIsOver';
}

/**
 * Asks again and again until nothing is left, and says how much is, with the first of it.
 *
 * @param what in words: `apps`
 * @param remaining deletes what can be deleted, and returns what is left, each in words
 * @throws TimeIsOver, with what is left, after {@link limitMinutes}
 */
export async function untilNone(
  what: string,
  remaining: () => Promise<readonly string[]>,
  { now, sleep, pollMilliseconds, say }: Waiting,
): Promise<void> {
  const start = now();
  let [saidCount, saidAt] = [0, start];
  for (;;) {
    const left = await remaining();
    const [first] = left;
    if (first === undefined) return;
    const waited = minutes(now() - start);
    if (waited >= limitMinutes) {
      throw new TimeIsOver(`${what}: after ${limitMinutes} minutes there are still ${left.join(', ')}`);
    }
    if (left.length !== saidCount || now() - saidAt >= minute) {
      say(`  ${what}: ${left.length} left, after ${waited} min, such as ${first}`);
      [saidCount, saidAt] = [left.length, now()];
    }
    await sleep(pollMilliseconds);
  }
}
