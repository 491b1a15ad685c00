import { randomBytes } from 'node:crypto';
import type { JsonObject } from '../../shared/json';
import { invalid, SageMakerError } from './errors';
import { integer, name } from './fields';
import { partitionAt } from '../partition';
import { findDomain, findReadyProfile, findSpace, type SageMakerState } from './state';

/** What AWS documents as supported; which error others get is not documented. */
const landingUris = /^(?:studio:|app:(?:JupyterServer|JupyterLab|RStudioServerPro|CodeEditor|Canvas)):/;

/** Token length for URLs of about 4,500 characters, as AWS's URLs have. */
const tokenBytes = 3300;

/**
 * Creates a URL of AWS's form with a random token; nothing answers at that address.
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreatePresignedDomainUrl.html
 */
export function createPresignedDomainUrl(state: SageMakerState, request: JsonObject): JsonObject {
  const domainId = name(request, 'DomainId');
  const profileName = name(request, 'UserProfileName');
  const spaceName = request.SpaceName === undefined ? undefined : name(request, 'SpaceName');
  const { LandingUri: landingUri = 'studio::' } = request;
  if (typeof landingUri !== 'string' || landingUri.length > 1023 || !landingUris.test(landingUri))
    throw invalid('LandingUri', landingUri, 'be a supported landing page');
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
  // no page of AWS says that the profile must own the space, so the stand-in does not ask either
  if (spaceName !== undefined) findSpace(domain, spaceName);
  const token = randomBytes(tokenBytes).toString('base64url');
  domain.urlCount += 1;
  // hosts of Studio's old and new interface; both are in use
  const host = domain.urlCount % 2 === 0 ? `studio-${domainId}` : domainId;
  return {
    AuthorizedUrl: `https://${host}.studio.${state.region}.${partitionAt(state.region).studioDnsSuffix}/auth?token=${token}`,
  };
}
