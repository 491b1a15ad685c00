/** URLs that a user may ask for at once. A page that is opened again by hand stays below it. */
const urlsAtOnce = 10;

/** Seconds after which a user may ask for one more URL. */
export const secondsPerUrl = 6;

/** Profiles that are remembered at most, so that memory is bounded whoever asks. */
const mostProfiles = 1000;

/** Tells whether a profile may ask for one more URL now, and counts it. */
export type TakeFromBudget = (profile: string) => boolean;

/**
 * How often each user may ask for a URL: a token bucket per profile, in memory. It is best effort: each execution
 * environment of the function has its own, and forgets it when it ends, so a user who reaches several of them gets more.
 *
 * @param now a clock in milliseconds
 */
export function createBudget(now: () => number): TakeFromBudget {
  /** Since when each profile has been owed what it may ask for, in milliseconds; the least recently asked first. */
  const owedSince = new Map<string, number>();
  const perUrl = secondsPerUrl * 1000;
  return (profile) => {
    const full = now() - urlsAtOnce * perUrl;
    // at the latest now, in case the clock was put back
    const since = Math.min(Math.max(owedSince.get(profile) ?? full, full), now());
    const isGranted = since + perUrl <= now();
    // set anew, so that the order is that of the last use
    owedSince.delete(profile);
    owedSince.set(profile, isGranted ? since + perUrl : since);
    for (const oldest of owedSince.keys()) {
      if (owedSince.size <= mostProfiles) break;
      owedSince.delete(oldest);
    }
    return isGranted;
  };
}
