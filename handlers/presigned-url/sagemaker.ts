import {
  CreatePresignedDomainUrlCommand,
  CreateUserProfileCommand,
  DescribeAppCommand,
  DescribeSpaceCommand,
  DescribeUserProfileCommand,
  ListSpacesCommand,
  SageMakerClient,
  type SageMakerClientConfig,
} from '@aws-sdk/client-sagemaker';
import { spacesLookedThrough } from '../../api/limits';
import { sageMakerCallMilliseconds } from '../../api/time-budget';
import type { FirstUse, PresignedUrlSettings } from './environment';
import { mostAttempts, retryStrategy } from './retries';
import type { Landing, SpaceCalls } from './spaces';

/** How the client reaches SageMaker, and as whom. */
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
export type CreateUrl = (profile: string, landing: Landing, signal: AbortSignal) => Promise<unknown>;

/**
 * Makes the call for a URL, with the lifetimes of the settings. It rejects with the SDK's errors, also when its signal
 * aborts.
 */
export function createUrlCreator(
  client: SageMakerClient,
  settings: Pick<PresignedUrlSettings, 'domainId' | 'urlLifetimeSeconds' | 'sessionDurationSeconds'>,
): CreateUrl {
  return async (profile, { spaceName, landingUri }, abortSignal) => {
    const command = new CreatePresignedDomainUrlCommand({
      DomainId: settings.domainId,
      UserProfileName: profile,
      ExpiresInSeconds: settings.urlLifetimeSeconds,
      SessionExpirationDurationInSeconds: settings.sessionDurationSeconds,
      SpaceName: spaceName,
      LandingUri: landingUri,
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

/** Every JupyterLab and Code Editor that Studio starts in a space has this name. */
const appName = 'default';

/** Asks SageMaker about the spaces of a domain. */
export function createSpaceCalls(client: SageMakerClient, domainId: string): SpaceCalls {
  return {
    async describeSpace(name, abortSignal) {
      const command = new DescribeSpaceCommand({ DomainId: domainId, SpaceName: name });
      const space = await foundBy(client.send(command, { abortSignal }));
      return (
        space && {
          name: space.SpaceName,
          owner: space.OwnershipSettings?.OwnerUserProfileName,
          sharing: space.SpaceSharingSettings?.SharingType,
          appType: space.SpaceSettings?.AppType,
          status: space.Status,
        }
      );
    },
    async isRunning(space, appType, abortSignal) {
      const command = new DescribeAppCommand({
        DomainId: domainId,
        SpaceName: space,
        AppType: appType,
        AppName: appName,
      });
      return (await foundBy(client.send(command, { abortSignal })))?.Status === 'InService';
    },
    async listSpaces(nextToken, abortSignal) {
      const command = new ListSpacesCommand({
        DomainIdEquals: domainId,
        MaxResults: spacesLookedThrough.perPage,
        // what people work with comes first
        SortBy: 'LastModifiedTime',
        SortOrder: 'Descending',
        NextToken: nextToken,
      });
      const { Spaces = [], NextToken } = await client.send(command, { abortSignal });
      const spaces = Spaces.map((space) => ({
        name: space.SpaceName,
        owner: space.OwnershipSettingsSummary?.OwnerUserProfileName,
        sharing: space.SpaceSharingSettingsSummary?.SharingType,
        appType: space.SpaceSettingsSummary?.AppType,
        status: space.Status,
      }));
      return { spaces, nextToken: NextToken };
    },
  };
}

/** An answer; undefined if SageMaker finds nothing of that name. */
async function foundBy<Answer>(asked: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Error && error.name === 'ResourceNotFound') return undefined;
    throw error;
  }
}
