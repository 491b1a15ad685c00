/**
 * An error in the shape of SageMaker's API.
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/CommonErrors.html
 */
export class SageMakerError extends Error {
  override name = 'SageMakerError';

  constructor(
    readonly type: 'ResourceNotFound' | 'ResourceInUse' | 'ResourceLimitExceeded' | 'ValidationException',
    message: string,
  ) {
    super(message);
  }
}

/** The error for a request that breaks a rule of the API's model. */
export function invalid(field: string, value: unknown, constraint: string): SageMakerError {
  const member = field.charAt(0).toLowerCase() + field.slice(1);
  const shown =
    value === undefined ? 'null' : `'${typeof value === 'string' ? value : JSON.stringify(value)}'`;
  const message = `Value ${shown} at '${member}' failed to satisfy constraint: Member must ${constraint}`;
  return new SageMakerError('ValidationException', `1 validation error detected: ${message}`);
}
