import { text, without, type JsonObject } from '../../shared/json';
import { SageMakerError } from './errors';
import { statusOf } from './fading';
import { name } from './fields';
import { spacesOf } from './spaces';
import {
  findDomain,
  findProfile,
  now,
  profileStatus,
  type Domain,
  type SageMakerState,
  type UserProfile,
} from './state';
import { tagNew } from './tags';
import { arnOf } from '../partition';

/** The first of the POSIX user ids that Studio gives to the profiles of a domain. */
const firstPosixUserId = 200_000;

/**
 * Names are unique whatever their case ("This value is not case sensitive"), and given back in lower case.
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateUserProfile.html
 * @see https://github.com/hashicorp/terraform-provider-aws/issues/20939
 */
export function createUserProfile(state: SageMakerState, request: JsonObject): JsonObject {
  const domain = findDomain(state, name(request, 'DomainId'));
  const profileName = name(request, 'UserProfileName').toLowerCase();
  if (domain.profiles.has(profileName)) {
    const message = `User Profile [${profileName}] already exists in domain [${domain.id}].`;
    throw new SageMakerError('ResourceInUse', message);
  }
  const { pendingMilliseconds, quota } = state.profileSettings;
  const count = [...state.domains.values()].reduce((sum, { profiles }) => sum + profiles.size, 0);
  if (count >= quota) {
    const message = `The account-level service limit 'Number of user profiles' is ${quota}, with current utilization of ${count} and a request delta of 1.`;
    throw new SageMakerError('ResourceLimitExceeded', message);
  }
  const arn = arnOf('sagemaker', state.region, state.accountId, `user-profile/${domain.id}/${profileName}`);
  const createdAt = now();
  const settings = without(request, 'Tags', 'DomainId', 'UserProfileName');
  const posixUserId = String(firstPosixUserId + domain.profiles.size);
  domain.profiles.set(profileName, {
    name: profileName,
    arn,
    createdAt,
    modifiedAt: createdAt,
    settings,
    posixUserId,
    readyAt: Date.now() + pendingMilliseconds,
  });
  tagNew(state, arn, request);
  return { UserProfileArn: arn };
}

/** @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeUserProfile.html */
export function describeUserProfile(state: SageMakerState, request: JsonObject): JsonObject {
  const { domain, profile } = locate(state, request);
  const { arn, posixUserId, settings } = profile;
  return { ...settings, ...summary(domain, profile), UserProfileArn: arn, HomeEfsFileSystemUid: posixUserId };
}

/** @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ListUserProfiles.html */
export function listUserProfiles(state: SageMakerState, request: JsonObject): JsonObject {
  const wantedDomain = text(request, 'DomainIdEquals');
  const wantedName = text(request, 'UserProfileNameContains')?.toLowerCase() ?? '';
  const profiles = [...state.domains.values()]
    .filter(({ id }) => wantedDomain === undefined || id === wantedDomain)
    .flatMap((domain) => [...domain.profiles.values()].map((profile) => summary(domain, profile)));
  return {
    UserProfiles: profiles.filter((profile) => profile.UserProfileName.includes(wantedName)),
  };
}

/** @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_UpdateUserProfile.html */
export function updateUserProfile(state: SageMakerState, request: JsonObject): JsonObject {
  const { profile } = locate(state, request);
  if (request.UserSettings !== undefined)
    profile.settings = { ...profile.settings, UserSettings: request.UserSettings };
  profile.modifiedAt = now();
  return { UserProfileArn: profile.arn };
}

/** @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DeleteUserProfile.html */
export function deleteUserProfile(state: SageMakerState, request: JsonObject): JsonObject {
  const { domain, profile } = locate(state, request);
  if (profileStatus(profile) === 'Pending')
    throw new SageMakerError('ResourceInUse', `UserProfile [${profile.arn}] is being created.`);
  const isUsed =
    spacesOf(domain).some(({ owner }) => owner === profile.name) ||
    domain.apps.some((app) => app.profile === profile.name && statusOf(app, 'Deleted') !== 'Deleted');
  if (isUsed) {
    const message = `Unable to delete UserProfile [${profile.arn}] because App(s) or Space(s) are associated with it.`;
    throw new SageMakerError('ResourceInUse', message);
  }
  domain.profiles.delete(profile.name);
  state.tags.delete(profile.arn);
  return {};
}

function locate(state: SageMakerState, request: JsonObject): { domain: Domain; profile: UserProfile } {
  const domain = findDomain(state, name(request, 'DomainId'));
  return { domain, profile: findProfile(domain, name(request, 'UserProfileName')) };
}

function summary(domain: Domain, profile: UserProfile) {
  return {
    DomainId: domain.id,
    UserProfileName: profile.name,
    Status: profileStatus(profile),
    CreationTime: profile.createdAt,
    LastModifiedTime: profile.modifiedAt,
  };
}
