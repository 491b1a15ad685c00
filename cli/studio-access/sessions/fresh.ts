import { setTimeout as wait } from 'node:timers/promises';
import { signInNeeded } from '../failure';
import type { Tokens } from '../sign-in/tokens';
import type { Session } from './session';
import { lockOrRefuse, longestHoldMilliseconds, tryToLock } from './lock';
import type { KeptSession } from './store';

/** An access token is renewed when it has less time than this: it must last through a call of the API. */
const spareMilliseconds = 60_000;

/** What a refresh needs. */
export interface Refreshing {
  /** @returns undefined if the provider refuses: the session is over */
  readonly refresh: (refreshToken: string) => Promise<Tokens | undefined>;
  readonly now: () => number;
  readonly signal: AbortSignal;
}

/**
 * The session with an access token that is good for a while. Of many processes that need one at the same time, one asks the
 * provider, and the others take what it got. A process that is killed meanwhile blocks nobody.
 *
 * @param rejected an access token that the API does not accept, although it is not over by this computer's clock
 * @throws Failure if one has to sign in
 */
export async function freshSession(
  kept: KeptSession,
  { refresh, now, signal }: Refreshing,
  rejected?: string,
): Promise<Session> {
  const isFresh = ({ accessToken, accessTokenExpiresAt }: Session) =>
    accessTokenExpiresAt - now() > spareMilliseconds && accessToken !== rejected;
  const until = now() + longestHoldMilliseconds;
  for (;;) {
    signal.throwIfAborted();
    const session = await kept.read();
    if (session === undefined) throw signInNeeded('Nobody is signed in.');
    if (isFresh(session)) return session;
    if (session.refreshToken === undefined) throw signInNeeded('The session is over.');
    const release = now() > until ? lockOrRefuse(kept.lockFolder) : tryToLock(kept.lockFolder);
    if (release === undefined) {
      await wait(20 + Math.random() * 130, undefined, { signal });
      continue;
    }
    try {
      // another process may have renewed it, or somebody signed out, since it was read
      const last = await kept.read();
      if (last?.refreshToken === undefined || isFresh(last)) continue;
      return await renew(kept, last.refreshToken, refresh);
    } finally {
      release();
    }
  }
}

async function renew(
  kept: KeptSession,
  refreshToken: string,
  refresh: Refreshing['refresh'],
): Promise<Session> {
  const tokens = await refresh(refreshToken);
  if (tokens === undefined) {
    await kept.delete();
    throw signInNeeded('The session is over.');
  }
  // without a new refresh token, the old one stays valid: https://www.rfc-editor.org/rfc/rfc6749#section-6
  const session = sessionOf(tokens, refreshToken);
  await kept.write(session);
  return session;
}

/** The session to store. @param earlier the refresh token of before, which stays valid if there is no new one */
export function sessionOf(
  { accessToken, accessTokenExpiresAt, refreshToken }: Tokens,
  earlier?: string,
): Session {
  const kept = refreshToken ?? earlier;
  return { accessToken, accessTokenExpiresAt, ...(kept !== undefined && { refreshToken: kept }) };
}
