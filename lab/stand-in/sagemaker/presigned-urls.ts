import { randomBytes } from 'node:crypto';
import type { JsonObject } from '../../shared/json';
import { SageMakerError } from './errors';
import { integer, name } from './fields';
import { findDomain, findReadyProfile, type SageMakerState } from './state';
import { partitionAt } from '../partition';

/** Token length for URLs of about 4,500 characters, as AWS's URLs have. */
const tokenBytes = 3300;

/**
 * Creates a URL of AWS's form with a random token; nothing answers at that address.
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreatePresignedDomainUrl.html
 */
export function createPresignedDomainUrl(state: SageMakerState, request: JsonObject): JsonObject {
  const domainId = name(request, 'DomainId');
  const profileName = name(request, 'UserProfileName');
  if (request.SpaceName !== undefined) name(request, 'SpaceName');
  integer(request, 'SessionExpirationDurationInSeconds', 1800, 43_200);
  integer(request, 'ExpiresInSeconds', 5, 300);
  const domain = findDomain(state, domainId);
  if (domain.settings.AuthMode !== 'IAM') {
    throw new SageMakerError(
      'ValidationException',
      `Domain [${domainId}] does not use the IAM authentication mode.`,
    );
  }
  findReadyProfile(domain, profileName);
  const token = randomBytes(tokenBytes).toString('base64url');
  domain.urlCount += 1;
  // hosts of Studio's old and new interface; both are in use
  const host = domain.urlCount % 2 === 0 ? `studio-${domainId}` : domainId;
  return {
    AuthorizedUrl: `https://${host}.studio.${state.region}.${partitionAt(state.region).studioDnsSuffix}/auth?token=${token}`,
  };
}
