/**
 * Forms and bounds that SageMaker sets; the environment file and the functions' variables share them.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreatePresignedDomainUrl.html
 */

/** Bounds of a number, inclusive. */
export interface Bounds {
  readonly minimum: number;
  readonly maximum: number;
}

/** Whether a number is within bounds. */
export function isWithin({ minimum, maximum }: Bounds, value: number): boolean {
  return value >= minimum && value <= maximum;
}

/** How long a presigned URL can be opened: `ExpiresInSeconds`. */
export const urlLifetimeSeconds: Bounds = { minimum: 5, maximum: 300 };

/** How long a Studio session lasts: `SessionExpirationDurationInSeconds`. */
export const sessionDurationSeconds: Bounds = { minimum: 1800, maximum: 43_200 };

/**
 * Minutes without work after which JupyterLab and Code Editor stop: `IdleTimeoutInMinutes`.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_IdleSettings.html
 */
export const idleTimeoutMinutes: Bounds = { minimum: 60, maximum: 525_600 };

/** The form of a region, as part of a pattern. */
export const regionForm = '[a-z]{2}(?:-[a-z]+)+-\\d';

/** The id of a Studio domain. The look-ahead limits the length, which SageMaker documents apart from the pattern. */
export const studioDomainIdPattern = /^(?=.{3,63}$)d-(?:-*[a-z0-9]){1,61}$/;

/**
 * The name of a user profile: lower-case letters, digits and inner hyphens, 2 to 63 characters. SageMaker takes capitals
 * too, and gives the name back in lower case: Terraform then replaces the profile in every plan
 * (https://github.com/hashicorp/terraform-provider-aws/issues/20939), and IAM, which distinguishes case in ARNs, denies it.
 * STS takes no source identity of one character.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateUserProfile.html
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export const profileNamePattern = /^(?=.{2,63}$)[a-z0-9](-*[a-z0-9]){1,62}$/;

/**
 * The name of a space: letters, digits and inner hyphens, up to 63 characters.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeSpace.html
 */
export const spaceNamePattern = /^(?=.{1,63}$)[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/;

/**
 * Spaces of a domain that are looked through for those of one user. SageMaker lists them in pages of at most 100, for all
 * users together.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ListSpaces.html
 */
export const spacesLookedThrough = { perPage: 100, pages: 20 } as const;
