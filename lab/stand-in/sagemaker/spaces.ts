import { isObject, text, without, type JsonObject } from '../../shared/json';
import { SageMakerError } from './errors';
import { statusOf } from './fading';
import { name } from './fields';
import {
  findDomain,
  findReadyProfile,
  findSpace,
  now,
  type Domain,
  type SageMakerState,
  type Space,
} from './state';
import { tagNew } from './tags';
import { arnOf } from '../partition';

/** @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateSpace.html */
export function createSpace(state: SageMakerState, request: JsonObject): JsonObject {
  const domain = findDomain(state, name(request, 'DomainId'));
  const spaceName = name(request, 'SpaceName').toLowerCase();
  if (spacesOf(domain).some((space) => space.name === spaceName)) {
    throw new SageMakerError(
      'ResourceInUse',
      `Space [${spaceName}] already exists in domain [${domain.id}].`,
    );
  }
  const ownership = isObject(request.OwnershipSettings) ? request.OwnershipSettings : {};
  const owner = findReadyProfile(domain, name(ownership, 'OwnerUserProfileName')).name;
  const arn = arnOf('sagemaker', state.region, state.accountId, `space/${domain.id}/${spaceName}`);
  const createdAt = now();
  const settings = without(request, 'Tags', 'DomainId', 'SpaceName');
  domain.spaces.set(spaceName, { name: spaceName, owner, arn, createdAt, modifiedAt: createdAt, settings });
  tagNew(state, arn, request);
  return { SpaceArn: arn };
}

/** @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeSpace.html */
export function describeSpace(state: SageMakerState, request: JsonObject): JsonObject {
  const domain = findDomain(state, name(request, 'DomainId'));
  const space = findSpace(domain, name(request, 'SpaceName'));
  return { ...space.settings, ...summary(domain, space), SpaceArn: space.arn };
}

/** @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ListSpaces.html */
export function listSpaces(state: SageMakerState, request: JsonObject): JsonObject {
  const wantedDomain = text(request, 'DomainIdEquals');
  const wantedName = text(request, 'SpaceNameContains')?.toLowerCase() ?? '';
  const spaces = [...state.domains.values()]
    .filter(({ id }) => wantedDomain === undefined || id === wantedDomain)
    .flatMap((domain) => spacesOf(domain).map((space) => summary(domain, space)));
  return { Spaces: spaces.filter((space) => space.SpaceName.includes(wantedName)) };
}

/** @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DeleteSpace.html */
export function deleteSpace(state: SageMakerState, request: JsonObject): JsonObject {
  const domain = findDomain(state, name(request, 'DomainId'));
  const space = findSpace(domain, name(request, 'SpaceName'));
  const hasApps = domain.apps.some(
    (app) => app.space === space.name && statusOf(app, 'Deleted') !== 'Deleted',
  );
  if (hasApps) {
    const message = `Unable to delete Space [${space.arn}] because App(s) are associated with it.`;
    throw new SageMakerError('ResourceInUse', message);
  }
  space.deletedAt ??= Date.now();
  state.tags.delete(space.arn);
  return {};
}

/** The spaces of a domain that exist, or are being deleted. */
export function spacesOf(domain: Domain): Space[] {
  return [...domain.spaces.values()].filter((space) => statusOf(space, 'gone') !== 'gone');
}

function summary(domain: Domain, space: Space) {
  return {
    DomainId: domain.id,
    SpaceName: space.name,
    Status: statusOf(space, 'gone'),
    CreationTime: space.createdAt,
    LastModifiedTime: space.modifiedAt,
    OwnershipSettingsSummary: { OwnerUserProfileName: space.owner },
  };
}
