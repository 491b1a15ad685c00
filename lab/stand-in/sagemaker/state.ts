import type { JsonObject } from '../../shared/json';
import { SageMakerError } from './errors';
import { statusOf, type Fading } from './fading';

/** Data of a domain or a user profile that SageMaker adds to the settings of the request. */
interface Kept {
  readonly arn: string;
  readonly createdAt: number;
  modifiedAt: number;
  /** The request's fields, answered as they were sent. */
  settings: JsonObject;
}

/** A Studio domain. */
export interface Domain extends Kept {
  readonly id: string;
  /** How many presigned URLs have been made. */
  urlCount: number;
  /** Keyed by the name in lower case: SageMaker's profile names do not distinguish case. */
  readonly profiles: Map<string, UserProfile>;
  /** By name, in lower case; those that are deleted as well. */
  readonly spaces: Map<string, Space>;
  /** Those that are deleted as well. */
  readonly apps: App[];
}

/** A user profile of a domain. */
export interface UserProfile extends Kept {
  readonly name: string;
  /** When it comes into service, in milliseconds since 1970. */
  readonly readyAt: number;
  readonly posixUserId: string;
}

/** A space of a user. */
export interface Space extends Kept, Fading {
  readonly name: string;
  /** Name of the profile that it belongs to. */
  readonly owner: string;
}

/** An app of a space, or of a profile itself. */
export interface App extends Fading {
  readonly type: string;
  readonly name: string;
  readonly space?: string;
  readonly profile?: string;
  readonly createdAt: number;
}

/** How SageMaker behaves towards new profiles; a test may change it at any time. */
export interface ProfileSettings {
  /** How long a new profile is pending, in milliseconds. */
  pendingMilliseconds: number;
  /** Profiles that the account may have in a region (quota L-AC46C40F). */
  quota: number;
}

/** One region of one account. */
export interface SageMakerState {
  readonly profileSettings: ProfileSettings;
  readonly accountId: string;
  readonly region: string;
  readonly domains: Map<string, Domain>;
  /** Tags by ARN, in the order in which they were added. */
  readonly tags: Map<string, Map<string, string>>;
}

/** SageMaker's clock, in the unit of its API. */
export function now(): number {
  return Date.now() / 1000;
}

/** The domain with this id. @throws ResourceNotFound */
export function findDomain(state: SageMakerState, id: string): Domain {
  const domain = state.domains.get(id);
  if (domain) return domain;
  throw new SageMakerError('ResourceNotFound', `Domain [${id}] does not exist.`);
}

/** The profile with this name, whatever its case. @throws ResourceNotFound */
export function findProfile(domain: Domain, name: string): UserProfile {
  const profile = domain.profiles.get(name.toLowerCase());
  if (profile) return profile;
  throw new SageMakerError(
    'ResourceNotFound',
    `UserProfile [${name}] does not exist in domain [${domain.id}].`,
  );
}

/** The state of a profile, in the API's words. */
export function profileStatus({ readyAt }: UserProfile): 'Pending' | 'InService' {
  return Date.now() < readyAt ? 'Pending' : 'InService';
}

/**
 * The profile with this name, which must be in service. What AWS answers before that is not documented.
 * @throws ResourceNotFound, ValidationException
 */
export function findReadyProfile(domain: Domain, name: string): UserProfile {
  const profile = findProfile(domain, name);
  if (profileStatus(profile) === 'InService') return profile;
  throw new SageMakerError(
    'ValidationException',
    `UserProfile [${profile.name}] in domain [${domain.id}] is not in service.`,
  );
}

/** The space with this name, unless its deletion is complete. @throws ResourceNotFound */
export function findSpace(domain: Domain, name: string): Space {
  const space = domain.spaces.get(name.toLowerCase());
  if (space && statusOf(space, 'gone') !== 'gone') return space;
  throw new SageMakerError('ResourceNotFound', `Space [${name}] does not exist in domain [${domain.id}].`);
}
