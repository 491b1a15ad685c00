import { profileNamePattern } from '../../api/limits';
import { reservedProfileNames } from '../../api/routes';

/**
 * Tells whether a value may stand for a Studio user profile, in an ARN as well as in a call to SageMaker.
 * Nothing that passes can widen an ARN: no `*`, `?`, `/`, `$` and no character outside ASCII.
 */
export function isProfileName(value: unknown): value is string {
  return typeof value === 'string' && profileNamePattern.test(value) && !reservedProfileNames.includes(value);
}
