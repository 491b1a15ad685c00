import { isObject } from '../../api/json';
import type { ProblemCode } from '../../api/problems';

/** Codes in the log of failed requests to SageMaker. */
export const failureCodes = [
  'profile_not_found',
  'space_not_found',
  'app_not_allowed',
  'profile_pending',
  'profile_failed',
  'quota_reached',
  'sagemaker_throttled',
  'sagemaker_timeout',
  'sagemaker_denied',
  'sagemaker_rejected',
  'sagemaker_unreachable',
  'sagemaker_failed',
] as const;

/** A failed request to SageMaker: the answer to the caller, and the code in the log. */
export interface Failure {
  readonly problem: ProblemCode;
  readonly code: (typeof failureCodes)[number];
}

const throttlings = [
  'ThrottlingException',
  'Throttling',
  'TooManyRequestsException',
  'RequestLimitExceeded',
  'SlowDown',
];
const unreachable = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'];
/** Broken connections; the SDK's transport calls them, and refused ones, `TimeoutError` too. */
const broken = ['ECONNRESET', 'EPIPE'];

/** Failures by the name of the error; `ResourceLimitExceeded` is SageMaker's word when a quota is used up. */
const named: Readonly<Record<string, Failure>> = {
  ResourceNotFound: { problem: 'profile_not_found', code: 'profile_not_found' },
  SpaceNotFound: { problem: 'space_not_found', code: 'space_not_found' },
  AppNotAllowed: { problem: 'app_not_allowed', code: 'app_not_allowed' },
  ProfilePending: { problem: 'profile_pending', code: 'profile_pending' },
  ProfileFailed: { problem: 'profile_failed', code: 'profile_failed' },
  ResourceLimitExceeded: { problem: 'quota_reached', code: 'quota_reached' },
};

/**
 * Sorts what the SDK throws. Only names and numbers are looked at: messages hold ARNs and change.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/CommonErrors.html
 */
export function failureOf(error: unknown): Failure {
  const { name, code, status } = featuresOf(error);
  const known = Object.hasOwn(named, name) ? named[name] : undefined;
  if (known) return known;
  if (throttlings.includes(name) || status === 429)
    return { problem: 'throttled', code: 'sagemaker_throttled' };
  if (unreachable.includes(code)) return { problem: 'sagemaker_failed', code: 'sagemaker_unreachable' };
  if ((name === 'TimeoutError' || name === 'AbortError') && !broken.includes(code)) {
    return { problem: 'timeout', code: 'sagemaker_timeout' };
  }
  if (name === 'AccessDeniedException' || status === 401 || status === 403) {
    return { problem: 'sagemaker_failed', code: 'sagemaker_denied' };
  }
  if (status >= 400 && status < 500) return { problem: 'sagemaker_failed', code: 'sagemaker_rejected' };
  return { problem: 'sagemaker_failed', code: 'sagemaker_failed' };
}

function featuresOf(error: unknown): { name: string; code: string; status: number } {
  const none = { name: '', code: '', status: 0 };
  if (!(error instanceof Error)) return none;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const metadata: unknown = '$metadata' in error ? error.$metadata : undefined;
  const status = isObject(metadata) && 'httpStatusCode' in metadata ? Number(metadata.httpStatusCode) : 0;
  return { name: error.name, code, status };
}
