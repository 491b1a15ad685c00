import { isObject, text, type JsonObject } from '../../shared/json';
import { SageMakerError } from './errors';
import { statusOf } from './fading';
import { name } from './fields';
import {
  findDomain,
  findProfile,
  findReadyProfile,
  findSpace,
  now,
  type App,
  type Domain,
  type SageMakerState,
} from './state';
import { arnOf } from '../partition';

/** A type of instance that is never to be had: an app on it is listed as `Failed`. */
export const scarceInstanceType = 'ml.p5.48xlarge';

/** @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateApp.html */
export function createApp(state: SageMakerState, request: JsonObject): JsonObject {
  const domain = findDomain(state, name(request, 'DomainId'));
  const place = placeOf(domain, request);
  if (place.profile !== undefined) findReadyProfile(domain, place.profile);
  const { ResourceSpec: resources } = request;
  const hasFailed = isObject(resources) && resources.InstanceType === scarceInstanceType;
  const app: App = { ...place, ...identity(request), createdAt: now(), hasFailed };
  if (domain.apps.some((other) => isSame(other, app) && statusOf(other, 'Deleted') !== 'Deleted')) {
    throw new SageMakerError('ResourceInUse', `App [${app.type}/${app.name}] already exists.`);
  }
  domain.apps.push(app);
  return { AppArn: arnOfApp(state, domain, app) };
}

/** @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeApp.html */
export function describeApp(state: SageMakerState, request: JsonObject): JsonObject {
  const domain = findDomain(state, name(request, 'DomainId'));
  const app = findApp(domain, request);
  return { ...details(domain, app), ...course(app), AppArn: arnOfApp(state, domain, app) };
}

/**
 * Apps that are deleted stay in the list for a day.
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ListApps.html
 */
export function listApps(state: SageMakerState, request: JsonObject): JsonObject {
  const wantedDomain = text(request, 'DomainIdEquals');
  const wantedSpace = text(request, 'SpaceNameEquals')?.toLowerCase();
  const wantedProfile = text(request, 'UserProfileNameEquals')?.toLowerCase();
  const apps = [...state.domains.values()]
    .filter(({ id }) => wantedDomain === undefined || id === wantedDomain)
    .flatMap((domain) =>
      domain.apps
        .filter(({ space }) => wantedSpace === undefined || space === wantedSpace)
        .filter(({ profile }) => wantedProfile === undefined || profile === wantedProfile)
        .map((app) => details(domain, app)),
    );
  return { Apps: apps };
}

/**
 * Deletes an app, also one that has failed, which keeps its space or profile from being deleted as a running one does. The answer
 * about an app that is deleted is in no documentation: Terraform's provider knows it.
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DeleteApp.html
 * @see https://github.com/aws/amazon-sagemaker-feedback/issues/113
 * @see https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/sagemaker/app.go
 */
export function deleteApp(state: SageMakerState, request: JsonObject): JsonObject {
  const app = findApp(findDomain(state, name(request, 'DomainId')), request);
  if (statusOf(app, 'Deleted') === 'Deleted')
    throw new SageMakerError(
      'ValidationException',
      `App [${app.type}/${app.name}] has already been deleted.`,
    );
  app.deletedAt ??= Date.now();
  return {};
}

function identity(request: JsonObject): Pick<App, 'type' | 'name'> {
  return { type: text(request, 'AppType') ?? '', name: name(request, 'AppName') };
}

/** Whose app it is: of a space or of a profile, exactly one of them. @throws ValidationException, ResourceNotFound */
function placeOf(domain: Domain, request: JsonObject): Pick<App, 'space' | 'profile'> {
  const [space, profile] = [text(request, 'SpaceName'), text(request, 'UserProfileName')];
  if ((space === undefined) === (profile === undefined)) {
    const message = 'Exactly one of UserProfileName and SpaceName must be given.';
    throw new SageMakerError('ValidationException', message);
  }
  if (space !== undefined) return { space: findSpace(domain, space).name };
  return { profile: findProfile(domain, profile ?? '').name };
}

/** The app, also one that was deleted within a day. */
function findApp(domain: Domain, request: JsonObject): App {
  const wanted = { ...placeOf(domain, request), ...identity(request) };
  const app = domain.apps.findLast((other) => isSame(other, wanted));
  if (app) return app;
  throw new SageMakerError('ResourceNotFound', `App [${wanted.type}/${wanted.name}] does not exist.`);
}

type Place = Pick<App, 'type' | 'name' | 'space' | 'profile'>;

function isSame(one: Place, other: Place): boolean {
  return (
    one.type === other.type &&
    one.name === other.name &&
    one.space === other.space &&
    one.profile === other.profile
  );
}

function arnOfApp(
  state: SageMakerState,
  domain: Domain,
  { space, profile, type, name: appName }: App,
): string {
  const place = `${domain.id}/${space ?? profile ?? ''}/${type.toLowerCase()}/${appName}`;
  return arnOf('sagemaker', state.region, state.accountId, `app/${place}`);
}

/** What became of an app: why it failed, or when it was used. */
function course(app: App): JsonObject {
  if (app.hasFailed !== true) return activity(app);
  return { FailureReason: `InsufficientCapacityError: there is no ${scarceInstanceType}.` };
}

/**
 * The last activity of a space's app is that of its start. Of an app of a profile there is only a health check, which sets both
 * times: "LastUserActivityTimestamp is also updated when SageMaker AI performs health checks without user activity".
 */
function activity(app: App): JsonObject {
  const check = app.createdAt + 1;
  return {
    LastUserActivityTimestamp: app.space === undefined ? check : app.createdAt,
    LastHealthCheckTimestamp: check,
  };
}

function details(domain: Domain, app: App): JsonObject {
  return {
    DomainId: domain.id,
    ...(app.space !== undefined && { SpaceName: app.space }),
    ...(app.profile !== undefined && { UserProfileName: app.profile }),
    AppType: app.type,
    AppName: app.name,
    Status: statusOf(app, 'Deleted'),
    CreationTime: app.createdAt,
  };
}
