import { isObject, text, without, type JsonObject } from '../../shared/json';
import { SageMakerError } from './errors';
import { statusOf } from './fading';
import { choice, integer, name } from './fields';
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

const sharingTypes = ['Private', 'Shared'];

/**
 * Owner and kind of sharing come together.
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateSpace.html
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/sagemaker_space
 */
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
  if (!sharingTypes.includes(sharingOf(request) ?? '')) {
    const message = 'SpaceSharingSettings is required when OwnershipSettings is given.';
    throw new SageMakerError('ValidationException', message);
  }
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
  return { ...space.settings, ...common(domain, space), SpaceArn: space.arn };
}

/**
 * Lists in pages, ten to a page unless the request says otherwise, the oldest first. There is no filter by owner.
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ListSpaces.html
 */
export function listSpaces(state: SageMakerState, request: JsonObject): JsonObject {
  const wantedDomain = text(request, 'DomainIdEquals');
  const wantedName = text(request, 'SpaceNameContains')?.toLowerCase() ?? '';
  const sortBy = choice(request, 'SortBy', ['CreationTime', 'LastModifiedTime']);
  const isDescending = choice(request, 'SortOrder', ['Ascending', 'Descending']) === 'Descending';
  const size = integer(request, 'MaxResults', 1, 100) ?? 10;
  const first = Number(text(request, 'NextToken') ?? 0);
  if (!Number.isInteger(first)) throw new SageMakerError('ValidationException', 'NextToken is not valid.');
  const spaces = [...state.domains.values()]
    .filter(({ id }) => wantedDomain === undefined || id === wantedDomain)
    .flatMap((domain) => spacesOf(domain).map((space) => summary(domain, space)))
    .filter((space) => space.SpaceName.includes(wantedName))
    .toSorted((a, b) => (isDescending ? b[sortBy] - a[sortBy] : a[sortBy] - b[sortBy]));
  const end = first + size;
  return { Spaces: spaces.slice(first, end), ...(end < spaces.length && { NextToken: String(end) }) };
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

function sharingOf({ SpaceSharingSettings: sharing }: JsonObject): string | undefined {
  return isObject(sharing) ? text(sharing, 'SharingType') : undefined;
}

function common(domain: Domain, space: Space) {
  return {
    DomainId: domain.id,
    SpaceName: space.name,
    Status: statusOf(space, 'gone'),
    CreationTime: space.createdAt,
    LastModifiedTime: space.modifiedAt,
  };
}

function summary(domain: Domain, space: Space) {
  const { SpaceSettings: settings } = space.settings;
  const { AppType, SpaceStorageSettings } = isObject(settings) ? settings : {};
  return {
    ...common(domain, space),
    OwnershipSettingsSummary: { OwnerUserProfileName: space.owner },
    SpaceSharingSettingsSummary: { SharingType: sharingOf(space.settings) },
    SpaceSettingsSummary: {
      ...(AppType !== undefined && { AppType }),
      ...(SpaceStorageSettings !== undefined && { SpaceStorageSettings }),
    },
  };
}
