import { failureOf } from '../../../handlers/presigned-url/outcome';

function failure(name: string, features: { code?: string; status?: number } = {}): Error {
  return Object.assign(new Error('marked'), {
    name,
    ...(features.code !== undefined && { code: features.code }),
    ...(features.status !== undefined && { $metadata: { httpStatusCode: features.status } }),
  });
}

test.each<[unknown, number, string]>([
  [failure('ResourceNotFound', { status: 400 }), 404, 'profile_not_found'],
  [failure('ThrottlingException', { status: 400 }), 429, 'sagemaker_throttled'],
  [failure('Throttling', { status: 400 }), 429, 'sagemaker_throttled'],
  [failure('Whatever', { status: 429 }), 429, 'sagemaker_throttled'],
  [failure('TimeoutError'), 504, 'sagemaker_timeout'],
  [failure('TimeoutError', { code: 'ETIMEDOUT' }), 504, 'sagemaker_timeout'],
  [failure('AbortError'), 504, 'sagemaker_timeout'],
  [failure('TimeoutError', { code: 'ECONNREFUSED' }), 502, 'sagemaker_unreachable'],
  [failure('Error', { code: 'ENOTFOUND' }), 502, 'sagemaker_unreachable'],
  [failure('Error', { code: 'EAI_AGAIN' }), 502, 'sagemaker_unreachable'],
  [failure('TimeoutError', { code: 'ECONNRESET' }), 502, 'sagemaker_failed'],
  [failure('Error', { code: 'EPROTO' }), 502, 'sagemaker_failed'],
  [failure('AccessDeniedException', { status: 400 }), 502, 'sagemaker_denied'],
  [failure('AccessDenied', { status: 403 }), 502, 'sagemaker_denied'],
  [failure('ValidationException', { status: 400 }), 502, 'sagemaker_rejected'],
  [failure('InternalFailure', { status: 500 }), 502, 'sagemaker_failed'],
  [failure('SyntaxError', { status: 200 }), 502, 'sagemaker_failed'],
  [failure('Error'), 502, 'sagemaker_failed'],
  ['not an error', 502, 'sagemaker_failed'],
  [undefined, 502, 'sagemaker_failed'],
])('%p is answered with %i and logged as %s', (error, status, code) => {
  expect(failureOf(error)).toEqual({ status, code });
});
