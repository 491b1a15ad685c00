import { failureOf } from '../../../handlers/presigned-url/outcome';

function failure(name: string, features: { code?: string; status?: number } = {}): Error {
  return Object.assign(new Error('marked'), {
    name,
    ...(features.code !== undefined && { code: features.code }),
    ...(features.status !== undefined && { $metadata: { httpStatusCode: features.status } }),
  });
}

test.each<[unknown, string, string]>([
  [failure('ResourceNotFound', { status: 400 }), 'profile_not_found', 'profile_not_found'],
  [failure('SpaceNotFound', { code: 'other_owner' }), 'space_not_found', 'space_not_found'],
  [failure('AppNotAllowed'), 'app_not_allowed', 'app_not_allowed'],
  [failure('ProfilePending'), 'profile_pending', 'profile_pending'],
  [failure('ProfileFailed'), 'profile_failed', 'profile_failed'],
  [failure('ResourceLimitExceeded', { status: 400 }), 'quota_reached', 'quota_reached'],
  [failure('constructor', { status: 500 }), 'sagemaker_failed', 'sagemaker_failed'],
  [failure('ThrottlingException', { status: 400 }), 'throttled', 'sagemaker_throttled'],
  [failure('Throttling', { status: 400 }), 'throttled', 'sagemaker_throttled'],
  [failure('Whatever', { status: 429 }), 'throttled', 'sagemaker_throttled'],
  [failure('TimeoutError'), 'timeout', 'sagemaker_timeout'],
  [failure('TimeoutError', { code: 'ETIMEDOUT' }), 'timeout', 'sagemaker_timeout'],
  [failure('AbortError'), 'timeout', 'sagemaker_timeout'],
  [failure('TimeoutError', { code: 'ECONNREFUSED' }), 'sagemaker_failed', 'sagemaker_unreachable'],
  [failure('Error', { code: 'ENOTFOUND' }), 'sagemaker_failed', 'sagemaker_unreachable'],
  [failure('Error', { code: 'EAI_AGAIN' }), 'sagemaker_failed', 'sagemaker_unreachable'],
  [failure('TimeoutError', { code: 'ECONNRESET' }), 'sagemaker_failed', 'sagemaker_failed'],
  [failure('Error', { code: 'EPROTO' }), 'sagemaker_failed', 'sagemaker_failed'],
  [failure('AccessDeniedException', { status: 400 }), 'sagemaker_failed', 'sagemaker_denied'],
  [failure('AccessDenied', { status: 403 }), 'sagemaker_failed', 'sagemaker_denied'],
  [failure('ValidationException', { status: 400 }), 'sagemaker_failed', 'sagemaker_rejected'],
  [failure('InternalFailure', { status: 500 }), 'sagemaker_failed', 'sagemaker_failed'],
  [failure('SyntaxError', { status: 200 }), 'sagemaker_failed', 'sagemaker_failed'],
  [failure('Error'), 'sagemaker_failed', 'sagemaker_failed'],
  ['not an error', 'sagemaker_failed', 'sagemaker_failed'],
  [undefined, 'sagemaker_failed', 'sagemaker_failed'],
])('%p is answered with %s and logged as %s', (error, problem, code) => {
  expect(failureOf(error)).toEqual({ problem, code });
});
