import {
  CreatePresignedDomainUrlCommand,
  SageMakerClient,
  type SageMakerClientConfig,
} from '@aws-sdk/client-sagemaker';
import { sageMakerCallMilliseconds } from '../../api/time-budget';
import type { PresignedUrlSettings } from './environment';
import { mostAttempts, retryStrategy } from './retries';

export interface SageMakerProps extends Pick<PresignedUrlSettings, 'region'> {
  readonly credentials: NonNullable<SageMakerClientConfig['credentials']>;
}

/**
 * Makes the SageMaker client. Each attempt has a time limit, and there are at most three, but only one when SageMaker
 * throttles.
 */
export function createSageMaker({ region, credentials }: SageMakerProps): SageMakerClient {
  return new SageMakerClient({
    region,
    credentials,
    maxAttempts: mostAttempts,
    retryStrategy,
    requestHandler: {
      connectionTimeout: 1500,
      requestTimeout: sageMakerCallMilliseconds,
      socketTimeout: sageMakerCallMilliseconds,
      // without it, the transport only prints a warning and goes on waiting
      throwOnRequestTimeout: true,
    },
  });
}

/** Asks SageMaker for a URL to a profile's Studio, and returns it unchecked. */
export type CreateUrl = (profile: string, signal: AbortSignal) => Promise<unknown>;

export function createUrlCreator(client: SageMakerClient, settings: PresignedUrlSettings): CreateUrl {
  return async (profile, abortSignal) => {
    const command = new CreatePresignedDomainUrlCommand({
      DomainId: settings.domainId,
      UserProfileName: profile,
      ExpiresInSeconds: settings.urlLifetimeSeconds,
      SessionExpirationDurationInSeconds: settings.sessionDurationSeconds,
      LandingUri: settings.landingUri,
    });
    const { AuthorizedUrl } = await client.send(command, { abortSignal });
    return AuthorizedUrl;
  };
}
