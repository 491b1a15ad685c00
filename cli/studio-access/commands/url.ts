import type { Context } from '../context';
import type { Landing } from '../network/api';
import type { Settings } from '../settings/schema';
import type { Result } from './result';
import { urlFor } from './session';

/**
 * Prints a Studio URL, and nothing else: whoever has it is in Studio as this person until it expires.
 *
 * @param person name of the profile whose URL it is, which the API refuses for everybody else's; default: one's own
 */
export async function url(
  context: Context,
  settings: Settings,
  landing: Landing,
  person?: string,
): Promise<Result> {
  const { authorizedUrl, expiresInSeconds } = await urlFor(context, settings, landing, person);
  return { text: authorizedUrl, json: { authorizedUrl, expiresInSeconds } };
}
