import type { CreateUrl, ProfileCalls } from './sagemaker';
import type { Landing } from './spaces';

/**
 * Gets a URL for a profile's owner.
 * @param onProfileCreated called if the profile was made for it
 */
export type CreateUrlOnFirstUse = (
  profile: string,
  landing: Landing,
  signal: AbortSignal,
  onProfileCreated: () => void,
) => Promise<unknown>;

/** A profile that gets no URL: not yet, or never until somebody looks at it. */
class ProfileNotReady extends Error {
  constructor(override readonly name: 'ProfilePending' | 'ProfileFailed') {
    super(name);
  }
}

/** States in which SageMaker is at work, so that asking again helps. */
const passing = ['Pending', 'Updating', 'Deleting'];

/**
 * Gets a URL, and makes the profile if there is none. SageMaker takes a while to make one, longer than a caller waits for
 * an answer, so a profile that is not in service is an error that tells to come back. Of several first calls SageMaker
 * lets one make the profile; the others find it being made.
 *
 * What SageMaker answers to a request for a URL meanwhile is not documented: a request that it rejects is pending only
 * if the profile's own state says so.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeUserProfile.html
 *
 * @throws ProfileNotReady, or what SageMaker's client throws
 */
export function createOnFirstUse(
  createUrl: CreateUrl,
  { createProfile, statusOf }: ProfileCalls,
): CreateUrlOnFirstUse {
  return async (profile, landing, signal, onProfileCreated) => {
    try {
      return await createUrl(profile, landing, signal);
    } catch (error) {
      if (isNamed(error, 'ResourceNotFound')) {
        if (await isCreated(createProfile(profile, signal))) {
          onProfileCreated();
          throw new ProfileNotReady('ProfilePending');
        }
      } else if (!isNamed(error, 'ValidationException')) throw error;
    }
    const status = await statusOf(profile, signal);
    if (status === 'Failed') throw new ProfileNotReady('ProfileFailed');
    if (status !== undefined && passing.includes(status)) throw new ProfileNotReady('ProfilePending');
    // the profile may have come into service since the first call; if not, the error says why there is no URL
    return createUrl(profile, landing, signal);
  };
}

/** Whether this call made the profile, and not one at the same time. */
async function isCreated(creation: Promise<void>): Promise<boolean> {
  try {
    await creation;
    return true;
  } catch (error) {
    if (isNamed(error, 'ResourceInUse')) return false;
    throw error;
  }
}

function isNamed(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name;
}
