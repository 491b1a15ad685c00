import type { Context } from '../context';
import type { Landing } from '../network/api';
import type { Settings } from '../settings/schema';
import type { Result } from './result';
import { urlFor } from './session';

/** Prints a Studio URL, and nothing else: whoever has it is in Studio as this person until it expires. */
export async function url(context: Context, settings: Settings, landing: Landing): Promise<Result> {
  const { authorizedUrl, expiresInSeconds } = await urlFor(context, settings, landing);
  return { text: authorizedUrl, json: { authorizedUrl, expiresInSeconds } };
}
