import type { Context } from '../context';
import type { Settings } from '../settings/schema';
import type { Result } from './result';
import { signedIn } from './session';

/**
 * Says who is signed in. An access token that is over is renewed first, so the answer is the provider's.
 *
 * @throws Failure with exit code 4 if nobody is
 */
export async function status(context: Context, settings: Settings): Promise<Result> {
  const { kept, session } = await signedIn(context, settings);
  const minutes = Math.floor((session.accessTokenExpiresAt - Date.now()) / 60_000);
  const isRenewed = session.refreshToken !== undefined;
  return {
    text: [
      `Signed in to ${settings.environment} as ${kept.user}.`,
      `The access token works for ${minutes} more minutes${isRenewed ? ', and is renewed by itself' : '; then sign in again'}.`,
      kept.storage === 'keychain'
        ? 'The session is in the system’s keychain.'
        : 'The session is in a file that only you can read.',
    ].join('\n'),
    json: {
      environment: settings.environment,
      user: kept.user,
      storage: kept.storage,
      accessTokenExpiresAt: new Date(session.accessTokenExpiresAt).toISOString(),
      renewable: isRenewed,
    },
  };
}
