import {
  CreatePresignedDomainUrlCommand,
  CreateUserProfileCommand,
  DescribeUserProfileCommand,
  SageMakerClient,
  type SageMakerClientConfig,
} from '@aws-sdk/client-sagemaker';
import { sageMakerCallMilliseconds } from '../../api/time-budget';
import type { FirstUse, PresignedUrlSettings } from './environment';
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

/** What SageMaker is asked for about a profile itself, each within a signal. */
export interface ProfileCalls {
  readonly createProfile: (profile: string, signal: AbortSignal) => Promise<void>;
  /** SageMaker's word for the state of a profile. */
  readonly statusOf: (profile: string, signal: AbortSignal) => Promise<string | undefined>;
}

/** Asks SageMaker to make profiles as a deployment makes those that it lists, and in which state they are. */
export function createProfileCalls(
  client: SageMakerClient,
  domainId: string,
  { executionRoleArn, securityGroupIds, tags, idleTimeoutMinutes }: FirstUse,
): ProfileCalls {
  const ofApps = {
    AppLifecycleManagement: {
      IdleSettings: {
        LifecycleManagement: 'ENABLED' as const,
        IdleTimeoutInMinutes: idleTimeoutMinutes,
      },
    },
  };
  return {
    async createProfile(profile, abortSignal) {
      const command = new CreateUserProfileCommand({
        DomainId: domainId,
        UserProfileName: profile,
        Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
        UserSettings: {
          ExecutionRole: executionRoleArn,
          SecurityGroups: [...securityGroupIds],
          JupyterLabAppSettings: ofApps,
          CodeEditorAppSettings: ofApps,
        },
      });
      await client.send(command, { abortSignal });
    },
    async statusOf(profile, abortSignal) {
      const command = new DescribeUserProfileCommand({ DomainId: domainId, UserProfileName: profile });
      return (await client.send(command, { abortSignal })).Status;
    },
  };
}
