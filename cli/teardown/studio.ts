import {
  DescribeAppCommand,
  DescribeDomainCommand,
  DescribeUserProfileCommand,
  type DescribeDomainResponse,
  ListTagsCommand,
  paginateListApps,
  paginateListDomains,
  paginateListSpaces,
  paginateListUserProfiles,
  type SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { unlessGone } from './aws-errors';

/** An app of a space, or of a profile itself: exactly one of them. */
export interface App {
  readonly type: string;
  readonly name: string;
  readonly space: string | undefined;
  readonly profile: string | undefined;
  readonly status: string;
}

/** A space. Its volume, which goes with it, holds what JupyterLab and Code Editor save. */
export interface Space {
  readonly name: string;
  /** Name of the profile that owns it. */
  readonly owner: string | undefined;
  readonly status: string;
  /** Size of its volume; undefined where AWS does not tell. */
  readonly allocatedGb: number | undefined;
}

/** A user profile. */
export interface Profile {
  readonly name: string;
  readonly status: string;
}

/** The domain; undefined if there is none with this id. */
export function describeDomain(
  sageMaker: SageMakerClient,
  DomainId: string,
): Promise<DescribeDomainResponse | undefined> {
  return unlessGone(sageMaker.send(new DescribeDomainCommand({ DomainId })));
}

/**
 * The id of the domain that a deployment made, if Terraform does not know it: by its name, which is unique in an account and
 * region, and by the tag that every resource of the environment has.
 */
export async function findDomain(
  sageMaker: SageMakerClient,
  domainName: string,
  environment: string,
): Promise<string | undefined> {
  for await (const { Domains = [] } of paginateListDomains({ client: sageMaker }, {})) {
    const found = Domains.find((domain) => domain.DomainName === domainName);
    if (found?.DomainArn === undefined) continue;
    const { Tags = [] } = await sageMaker.send(new ListTagsCommand({ ResourceArn: found.DomainArn }));
    const isOwn = Tags.some(({ Key, Value }) => Key === 'Environment' && Value === environment);
    return isOwn ? found.DomainId : undefined;
  }
  return undefined;
}

/** A domain that AWS still shows, whoever made it. */
export interface LivingDomain {
  readonly id: string;
  readonly fileSystemId: string | undefined;
}

/** All domains of the account and region that AWS still shows. */
export async function livingDomains(sageMaker: SageMakerClient): Promise<LivingDomain[]> {
  const found: LivingDomain[] = [];
  for await (const { Domains = [] } of paginateListDomains({ client: sageMaker }, {})) {
    for (const { DomainId: id } of Domains) {
      const domain = id === undefined ? undefined : await describeDomain(sageMaker, id);
      if (id !== undefined && domain) found.push({ id, fileSystemId: domain.HomeEfsFileSystemId });
    }
  }
  return found;
}

/** Apps that are not deleted; AWS lists the others for a day: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ListApps.html */
export async function listApps(sageMaker: SageMakerClient, domainId: string): Promise<App[]> {
  const apps: App[] = [];
  for await (const { Apps = [] } of paginateListApps({ client: sageMaker }, { DomainIdEquals: domainId })) {
    for (const app of Apps) {
      if (app.Status === 'Deleted') continue;
      apps.push({
        type: app.AppType ?? '',
        name: app.AppName ?? '',
        space: app.SpaceName,
        profile: app.SpaceName === undefined ? app.UserProfileName : undefined,
        status: app.Status ?? '',
      });
    }
  }
  return apps;
}

/**
 * When somebody last did something in an app; undefined where AWS does not tell. A health check sets the same time, so an
 * equal time says nothing: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeApp.html
 */
export async function lastActivity(
  sageMaker: SageMakerClient,
  domainId: string,
  app: App,
): Promise<Date | undefined> {
  const described = await unlessGone(sageMaker.send(new DescribeAppCommand(requestFor(domainId, app))));
  const { LastUserActivityTimestamp: activity, LastHealthCheckTimestamp: check } = described ?? {};
  return activity?.getTime() === check?.getTime() ? undefined : activity;
}

/** The fields that name an app. */
export function requestFor(domainId: string, { type, name, space, profile }: App) {
  return {
    DomainId: domainId,
    AppType: type as 'JupyterLab',
    AppName: name,
    ...(space === undefined ? { UserProfileName: profile } : { SpaceName: space }),
  };
}

/** All spaces of a domain. @throws if SageMaker refuses or does not answer */
export async function listSpaces(sageMaker: SageMakerClient, domainId: string): Promise<Space[]> {
  const spaces: Space[] = [];
  const request = { DomainIdEquals: domainId, MaxResults: 100 };
  for await (const { Spaces = [] } of paginateListSpaces({ client: sageMaker }, request)) {
    for (const space of Spaces) {
      const storage = space.SpaceSettingsSummary?.SpaceStorageSettings?.EbsStorageSettings;
      spaces.push({
        name: space.SpaceName ?? '',
        owner: space.OwnershipSettingsSummary?.OwnerUserProfileName,
        status: space.Status ?? '',
        allocatedGb: storage?.EbsVolumeSizeInGb,
      });
    }
  }
  return spaces;
}

/** All user profiles of a domain. @throws if SageMaker refuses or does not answer */
export async function listProfiles(sageMaker: SageMakerClient, domainId: string): Promise<Profile[]> {
  const profiles: Profile[] = [];
  const request = { DomainIdEquals: domainId, MaxResults: 100 };
  for await (const { UserProfiles = [] } of paginateListUserProfiles({ client: sageMaker }, request)) {
    for (const profile of UserProfiles) {
      profiles.push({ name: profile.UserProfileName ?? '', status: profile.Status ?? '' });
    }
  }
  return profiles;
}

/** The name of a person's folder in the home file system, which is a number; undefined without a profile. */
export async function homeFolder(
  sageMaker: SageMakerClient,
  DomainId: string,
  UserProfileName: string,
): Promise<string | undefined> {
  const request = new DescribeUserProfileCommand({ DomainId, UserProfileName });
  return (await unlessGone(sageMaker.send(request)))?.HomeEfsFileSystemUid;
}
