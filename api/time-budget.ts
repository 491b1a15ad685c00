/**
 * How long each part of a request may take. Each wait is shorter than the one around it, so the innermost part gives
 * up first and the caller gets its specific answer:
 *
 * one call of SageMaker 4 s < the presigned-URL function's answer 9 s < Lambda's timeout 12 s < API Gateway's 13 s
 * one attempt to fetch the key set 4 s < both attempts 7.4 s < Lambda's timeout of the authorizer 8 s
 */

/** One attempt to get a URL from SageMaker, in milliseconds. A usual answer takes a fraction of a second. */
export const sageMakerCallMilliseconds = 4000;

/**
 * Time of the presigned-URL function for all attempts and the waits between them, in milliseconds. Two attempts without
 * an answer fit, and one second is left of the ten within which every request is answered.
 */
export const presignedUrlMilliseconds = 9000;

/**
 * How long further pages of spaces are asked for, in milliseconds: one that is begun at the end of it still fits into the
 * time of the presigned-URL function.
 */
export const spacePagesMilliseconds = 4000;

/** Lambda's timeout of the presigned-URL function, in seconds: time for its answer, and for a cold start before it. */
export const presignedUrlTimeoutSeconds = 12;

/**
 * How long API Gateway waits for the presigned-URL function, in milliseconds. API Gateway itself allows 29 s.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
 */
export const integrationTimeoutMilliseconds = 13_000;

/**
 * One attempt to fetch the signing keys, from the name lookup to the last byte, in milliseconds. A set that takes three
 * seconds is still read.
 */
export const keySetAttemptMilliseconds = 4000;

/**
 * Time of the authorizer for all attempts to fetch the keys, in milliseconds: after one attempt without an answer, a
 * second one fits.
 */
export const keySetMilliseconds = 7400;

/** How long the page and the command line ask again for a URL whose profile is being made, in milliseconds. */
export const pendingMilliseconds = 180_000;

/** How long the page waits for one answer, of the API or of the sign-in, in milliseconds; API Gateway gives up before. */
export const pageRequestMilliseconds = 20_000;

/** Lambda's timeout of the function of the page, in seconds: it waits for nothing but its own cold start. */
export const portalTimeoutSeconds = 5;

/** Lambda's timeout of the authorizer, in seconds: time for a fetch of the keys, and for a cold start before it. */
export const authorizerTimeoutSeconds = 8;

/**
 * Lambda's timeout of the function that names the profile of a federated user, in seconds. Cognito itself waits 5 s, and asks
 * up to three times.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html
 */
export const profileClaimTimeoutSeconds = 5;
