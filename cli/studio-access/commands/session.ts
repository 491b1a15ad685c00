import type { Context } from '../context';
import { Failure, signInNeeded } from '../failure';
import { askForUrl, type Landing, type StudioUrl, TokenRejected } from '../network/api';
import { type Fetch, fetchWith } from '../network/fetch';
import { proxyFor } from '../network/proxy';
import { freshSession } from '../sessions/fresh';
import type { Session } from '../sessions/session';
import { currentSession, type KeptSession } from '../sessions/store';
import type { Settings } from '../settings/schema';
import { providerOf } from '../sign-in/provider';
import { reachingSignIn } from '../sign-in/reach';

/** Somebody who is signed in. */
export interface SignedIn {
  readonly kept: KeptSession;
  /** With an access token that is good for a while. */
  readonly session: Session;
}

/** @throws Failure if nobody is, or the session is over */
export async function signedIn(context: Context, settings: Settings, rejected?: string): Promise<SignedIn> {
  const kept = await currentSession(context, settings);
  if (kept === undefined) throw signInNeeded(`Nobody is signed in to ${settings.environment}.`);
  const provider = await providerOf(settings.signIn, signInFetchOf(context));
  const refreshing = { refresh: provider.refresh, now: Date.now, signal: context.signal };
  return { kept, session: await freshSession(kept, refreshing, rejected) };
}

/**
 * Asks the API for a URL. A token that the API does not accept is renewed once: the clock of this computer may be wrong, or
 * somebody ended the session.
 *
 * @param person name of the profile whose URL it is; default: one's own
 * @throws Failure with the reason
 */
export async function urlFor(
  context: Context,
  settings: Settings,
  landing: Landing,
  person?: string,
): Promise<StudioUrl> {
  const asking = {
    apiUrl: settings.apiUrl,
    landing,
    ...(person !== undefined && { person }),
    fetch: fetchOf(context),
    proxyFor: (address: string) => proxyFor(address, context.variables),
    progress: (sentence: string) => void context.messages.write(`${sentence}\n`),
    signal: context.signal,
  };
  const { session, kept } = await signedIn(context, settings);
  try {
    return await askForUrl({ ...asking, accessToken: session.accessToken });
  } catch (error) {
    if (!(error instanceof TokenRejected)) throw withUser(error, kept.user);
  }
  const { session: renewed } = await signedIn(context, settings, session.accessToken);
  try {
    return await askForUrl({ ...asking, accessToken: renewed.accessToken });
  } catch (error) {
    throw withUser(error instanceof TokenRejected ? error.failure : error, kept.user);
  }
}

/** For requests to the API: over the proxy of the variables, until the command is interrupted. */
export function fetchOf({ variables, signal }: Context): Fetch {
  return fetchWith(variables, signal);
}

/** For requests to the place where people sign in. */
export function signInFetchOf(context: Context): Fetch {
  return reachingSignIn(fetchOf(context));
}

/** Says in a failure who is signed in: it may be the wrong person. */
function withUser(error: unknown, user: string): unknown {
  if (!(error instanceof Failure)) return error;
  return new Failure({ ...error.details, what: `${error.details.what} You are signed in as ${user}.` });
}
