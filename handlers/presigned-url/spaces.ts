import type { AppType } from '@aws-sdk/client-sagemaker';
import { type AppWord, landingApps, type OwnSpace, type OwnSpaces, wordOf } from '../../api/landing';
import { spacesLookedThrough } from '../../api/limits';
import { spacePagesMilliseconds } from '../../api/time-budget';
import type { Choice } from './choice';
import type { PresignedUrlSettings } from './environment';

/** A space as SageMaker describes it; any part may be missing. */
export interface Space {
  readonly name: string | undefined;
  /** The profile that it belongs to. */
  readonly owner: string | undefined;
  readonly sharing: string | undefined;
  readonly appType: AppType | undefined;
  readonly status: string | undefined;
}

/** What SageMaker is asked about spaces, each within a signal. */
export interface SpaceCalls {
  /** Undefined: there is none of that name. */
  readonly describeSpace: (name: string, signal: AbortSignal) => Promise<Space | undefined>;
  /** Whether the app of a space runs. */
  readonly isRunning: (space: string, appType: AppType, signal: AbortSignal) => Promise<boolean>;
  /** Spaces of everybody, the last changed first. @param nextToken of the page before, for a further page */
  readonly listSpaces: (
    nextToken: string | undefined,
    signal: AbortSignal,
  ) => Promise<{ readonly spaces: readonly Space[]; readonly nextToken: string | undefined }>;
}

/** Where SageMaker's URL leads. Without both: to the page that the domain sets. */
export interface Landing {
  readonly spaceName?: string;
  readonly landingUri?: string;
}

type Settings = Pick<PresignedUrlSettings, 'landingUri' | 'landingApps'>;
type Reason = 'no_space' | 'other_owner' | 'not_private' | 'other_app' | 'not_in_service';

/** A choice that nobody gets. The `code` is for the log; the caller is not told whether the space is somebody else's. */
class Refused extends Error {
  constructor(
    override readonly name: 'SpaceNotFound' | 'AppNotAllowed',
    readonly code?: Reason,
  ) {
    super(name);
  }
}

/** States in which a space can be opened. */
const usable = ['InService', 'Updating', 'Update_Failed'];

/**
 * Finds where a choice leads. SageMaker does not say whose space a URL may open, and IAM sees the profile only, so this
 * is what keeps people out of others' spaces.
 *
 * A URL with the name of a space opens its app, and shows an empty 404 while the app does not run: apps stop when nobody
 * works. Studio's page of that space, where it is started, is the better place then.
 *
 * @throws Refused, or what SageMaker's client throws
 */
export function createFindLanding(
  { describeSpace, isRunning }: Pick<SpaceCalls, 'describeSpace' | 'isRunning'>,
  settings: Settings,
) {
  return async (choice: Choice, profile: string, signal: AbortSignal): Promise<Landing> => {
    const landingUri = choice.app === undefined ? settings.landingUri : landingApps[choice.app].page;
    if (choice.space === undefined) return landingUri === undefined ? {} : { landingUri };
    const space = await describeSpace(choice.space, signal);
    const lack = lackOf(space, choice.space, profile);
    if (lack !== undefined) throw new Refused('SpaceNotFound', lack);
    const appType = space?.appType;
    const app = wordOf(appType);
    if (choice.app !== undefined && choice.app !== app) throw new Refused('SpaceNotFound', 'other_app');
    if (appType === undefined || app === undefined || !settings.landingApps.includes(app))
      throw new Refused('AppNotAllowed');
    return (await isRunning(choice.space, appType, signal))
      ? { spaceName: choice.space }
      : { landingUri: `${landingApps[app].page}/${choice.space}` };
  };
}

/** Why a user cannot open a space; undefined if they can. */
function lackOf(space: Space | undefined, name: string, profile: string): Reason | undefined {
  if (space?.name !== name) return 'no_space';
  if (!isOwn(space, profile)) return space.owner === profile ? 'not_private' : 'other_owner';
  return usable.includes(space.status ?? '') ? undefined : 'not_in_service';
}

/** Whether a space is a user's, and nobody else is in it. Spaces of the first kind have no owner: all share them. */
function isOwn({ owner, sharing }: Space, profile: string): boolean {
  return owner === profile && sharing === 'Private';
}

/**
 * Lists a user's own private spaces, without those whose app nobody may choose. SageMaker cannot filter by owner, so it goes
 * through those of everybody, and ends early rather than late: what it has found is better than no answer.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ListSpaces.html
 *
 * @param now a clock in milliseconds
 */
export function createListOwnSpaces(
  { listSpaces }: Pick<SpaceCalls, 'listSpaces'>,
  settings: Pick<Settings, 'landingApps'>,
  now: () => number,
) {
  return async (profile: string, signal: AbortSignal): Promise<OwnSpaces> => {
    const spaces: OwnSpace[] = [];
    const end = now() + spacePagesMilliseconds;
    let nextToken: string | undefined;
    for (let page = 0; page < spacesLookedThrough.pages && now() <= end; page += 1) {
      const listed = await listSpaces(nextToken, signal);
      spaces.push(...listed.spaces.flatMap((space) => entryOf(space, profile, settings.landingApps)));
      ({ nextToken } = listed);
      if (nextToken === undefined) return { spaces, complete: true };
    }
    return { spaces, complete: false };
  };
}

function entryOf(space: Space, profile: string, allowed: readonly AppWord[]): OwnSpace[] {
  const app = wordOf(space.appType);
  const { name, status } = space;
  if (name === undefined || status === undefined || app === undefined) return [];
  return isOwn(space, profile) && allowed.includes(app) ? [{ name, app, status }] : [];
}
