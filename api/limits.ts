/**
 * Forms and bounds that SageMaker sets; the environment file and the functions' variables share them.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreatePresignedDomainUrl.html
 */

/** Bounds of a number, inclusive. */
export interface Bounds {
  readonly minimum: number;
  readonly maximum: number;
}

/** How long a presigned URL can be opened: `ExpiresInSeconds`. */
export const urlLifetimeSeconds: Bounds = { minimum: 5, maximum: 300 };

/** How long a Studio session lasts: `SessionExpirationDurationInSeconds`. */
export const sessionDurationSeconds: Bounds = { minimum: 1800, maximum: 43_200 };

/** The id of a Studio domain. The look-ahead limits the length, which SageMaker documents apart from the pattern. */
export const studioDomainIdPattern = /^(?=.{3,63}$)d-(?:-*[a-z0-9]){1,61}$/;

/**
 * What SageMaker accepts as the name of a user profile: letters, digits and inner hyphens, at most 63 characters.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateUserProfile.html
 */
export const profileNamePattern = /^(?=.{1,63}$)[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/;
