import { meRoute } from '../../api/routes';
import { isProfileName } from '../shared/profile-name';

/** The part of the path that stands for the caller. */
const me = meRoute.path.slice(1);

/** The profile whose URL is asked for, or why nobody's is. */
export type Ownership =
  { readonly profile: string } | { readonly refused: 'not_signed_in' | 'invalid_profile' | 'not_owner' };

/**
 * Decides whose URL is asked for. The profile is the authorizer's; the path can only agree with it. Names are compared
 * exactly: another spelling is no name of a profile.
 *
 * @param signedIn the authorizer's `studioUserProfile`
 * @param path the path's profile; undefined for a path that names none, as `/me`
 */
export function ownerOf(signedIn: unknown, path: unknown): Ownership {
  if (signedIn === undefined || signedIn === null || signedIn === '') return { refused: 'not_signed_in' };
  if (!isProfileName(signedIn)) return { refused: 'invalid_profile' };
  if (path !== undefined && path !== null && path !== me && path !== signedIn)
    return { refused: 'not_owner' };
  return { profile: signedIn };
}
