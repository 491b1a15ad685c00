/**
 * What SageMaker accepts as the name of a user profile: letters, digits and inner hyphens, at most 63 characters.
 * The look-ahead holds the length, which the service states apart from the pattern.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateUserProfile.html
 */
export const profileNamePattern = /^(?=.{1,63}$)[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/;

/** Names that are paths of the API and so can never be a user's. SageMaker ignores case, hence so does this list. */
export const reservedProfileNames: readonly string[] = ['me', 'portal'];

/**
 * Tells whether a value may stand for a Studio user profile, in an ARN as well as in a call to SageMaker.
 * Nothing that passes can widen an ARN: no `*`, `?`, `/`, `$` and no character outside ASCII.
 */
export function isProfileName(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    profileNamePattern.test(value) &&
    !reservedProfileNames.includes(value.toLowerCase())
  );
}
