import type { Context } from '../context';
import { signInNeeded } from '../failure';
import { lockSession } from '../sessions/lock';
import { currentSession } from '../sessions/store';
import type { Settings } from '../settings/schema';
import { providerOf } from '../sign-in/provider';
import type { Result } from './result';
import { signInFetchOf } from './session';

/** Ends the session at the provider, where it can do that, and removes it here in any case. */
export async function logout(context: Context, settings: Settings): Promise<Result> {
  const kept = await currentSession(context, settings);
  if (kept === undefined) throw signInNeeded(`Nobody is signed in to ${settings.environment}.`);
  const release = await lockSession(kept.lockFolder);
  try {
    const session = await kept.read();
    const isRevoked =
      session?.refreshToken !== undefined && (await revoked(context, settings, session.refreshToken));
    await kept.delete();
    const expiresAt = session?.accessTokenExpiresAt ?? 0;
    const minutes = Math.max(0, Math.ceil((expiresAt - Date.now()) / 60_000));
    return {
      text: [
        `Signed out of ${settings.environment}: the session of ${kept.user} is removed from this computer.`,
        isRevoked
          ? 'It is ended at the sign-in service too.'
          : 'It was not ended at the sign-in service, but its tokens are removed from this computer.',
        minutes === 0
          ? 'The last access token has expired.'
          : `The last access token works for ${minutes} more minute${minutes === 1 ? '' : 's'}: nothing can end it earlier.`,
        ...leftInBrowser(settings),
      ].join('\n'),
      json: {
        environment: settings.environment,
        user: kept.user,
        revoked: isRevoked,
        accessTokenExpiresAt: new Date(expiresAt).toISOString(),
      },
    };
  } finally {
    release();
  }
}

/** Whether the provider has revoked the session. People sign out here also if it cannot be reached. */
async function revoked(context: Context, { signIn }: Settings, refreshToken: string): Promise<boolean> {
  try {
    return await (await providerOf(signIn, signInFetchOf(context))).revoke(refreshToken);
  } catch (error) {
    context.signal.throwIfAborted();
    context.messages.write(
      `The sign-in service did not end the session: ${error instanceof Error ? error.message : String(error)}\n`,
    );
    return false;
  }
}

function leftInBrowser({ signIn }: Settings): string[] {
  if (signIn.kind !== 'code') return [];
  const address = signIn.endSessionEndpoint;
  return [
    `The browser may still be signed in at ${new URL(signIn.authorizationEndpoint).host}${address === undefined ? '.' : `; this ends that: ${address}`}`,
  ];
}
