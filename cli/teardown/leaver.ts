import { AdminDeleteUserCommand, AdminGetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { unlessGone } from './aws-errors';
import type { AwsClients } from './clients';
import { Refused, type Agreed } from './consent';
import type { Inventory } from './inventory';
import type { Step } from './run';
import { deleteApps } from './steps/apps';
import { deleteProfiles } from './steps/profiles';
import { deleteSpaces } from './steps/spaces';
import type { App } from './studio';
import type { Waiting } from './waiting';

/** The part of an inventory that is one person's: profile, spaces that they own, shared ones too, and the apps of both. */
export function ofUser(user: string, inventory: Inventory): Inventory {
  // SageMaker's names do not distinguish case
  const name = user.toLowerCase();
  const spaces = inventory.spaces.filter(({ owner }) => owner?.toLowerCase() === name);
  const isOwn = ownApps(
    name,
    spaces.map((space) => space.name),
  );
  return {
    ...inventory,
    spaces,
    apps: inventory.apps.filter(isOwn),
    profiles: inventory.profiles.filter((profile) => profile.name.toLowerCase() === name),
  };
}

function ownApps(name: string, spaceNames: readonly string[]): (app: App) => boolean {
  return ({ space, profile }) =>
    space === undefined ? profile?.toLowerCase() === name : spaceNames.includes(space);
}

/**
 * The steps for a person who has left, in their order; each looks at what is there. The home directory stays.
 *
 * @param agreed spaces that may be deleted: a step that finds another one throws NotAgreed
 */
export function stepsOfUser(
  user: string,
  inventory: Inventory,
  agreed: Agreed,
  { clients, waiting }: { readonly clients: AwsClients; readonly waiting: Waiting },
): readonly Step[] {
  const { domain, userPoolId } = inventory;
  const { cognito, sageMaker } = clients;
  const name = user.toLowerCase();
  const inStudio: Step[] = domain
    ? [
        {
          name: 'apps',
          run: () => deleteApps(sageMaker, domain.id, ownApps(name, agreed.spaces), waiting),
        },
        {
          name: 'spaces',
          run: () =>
            deleteSpaces(
              sageMaker,
              domain.id,
              agreed.spaces,
              ({ owner }) => owner?.toLowerCase() === name,
              waiting,
            ),
        },
        {
          name: 'profile',
          run: () =>
            deleteProfiles(sageMaker, domain.id, (profile) => profile.name.toLowerCase() === name, waiting),
        },
      ]
    : [];
  const signIn: Step[] =
    userPoolId === undefined
      ? []
      : [
          {
            name: 'sign-in',
            run: async () => {
              const request = new AdminDeleteUserCommand({ UserPoolId: userPoolId, Username: user });
              await unlessGone(cognito.send(request));
            },
          },
        ];
  return [...inStudio, ...signIn];
}

/** A file with the names of people: the environment file, or the one that it names. */
export interface NamingFile {
  /** From the project's folder: `environments/prod.json`. */
  readonly name: string;
  readonly text: string;
}

/** Where a person is listed: the file, the number of the line, and the line. */
export interface ListedAt {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

/** The lines that list a person: in JSON the name in quotes, in a table the first cell. */
export function linesOfUser(user: string, files: readonly NamingFile[]): readonly ListedAt[] {
  return files.flatMap(({ name, text }) =>
    text.split(/\r?\n/).flatMap((line, index) => {
      const isListed = name.endsWith('.csv')
        ? line.split(/[,;]/)[0]?.replaceAll('"', '').trim() === user
        : line.includes(JSON.stringify(user));
      return isListed ? [{ file: name, line: index + 1, text: line.trim() }] : [];
    }),
  );
}

/** What there is of one person, before anything is deleted. */
export interface Leaver {
  readonly user: string;
  readonly environment: string;
  readonly apps: number;
  readonly spaces: number;
  readonly hasProfile: boolean;
  /** Id of a domain that existed before, in which nothing is deleted; undefined if the environment makes its own. */
  readonly existingDomain: string | undefined;
  /** Whether the pool has a user of this name. */
  readonly signIn: 'found' | 'missing' | 'no pool';
  /** The home directory, in words. */
  readonly home: string | undefined;
  readonly listed: readonly ListedAt[];
}

/** Whether a user of exactly this name is in the environment's pool. */
export async function findSignIn(
  { cognito }: Pick<AwsClients, 'cognito'>,
  userPoolId: string | undefined,
  user: string,
): Promise<Leaver['signIn']> {
  if (userPoolId === undefined) return 'no pool';
  const request = new AdminGetUserCommand({ UserPoolId: userPoolId, Username: user });
  return (await unlessGone(cognito.send(request))) ? 'found' : 'missing';
}

/** Refuses a name that nothing has: it is probably misspelt. @throws Refused */
export function requireKnown({ user, environment, listed, ...found }: Leaver): void {
  const { apps, spaces, hasProfile, signIn } = found;
  if (apps + spaces + listed.length > 0 || hasProfile || signIn === 'found') return;
  throw new Refused(
    `nothing has been deleted\n  --user: got ${JSON.stringify(user)}, which no profile, space, user of the pool or line of ${environment}'s file names`,
  );
}

/** What has been done for a person who has left, what is kept, and what is left to do. */
export function leaverText({ user, environment, listed, ...found }: Leaver): string {
  const { apps, spaces, hasProfile, existingDomain, signIn, home } = found;
  const deleted = [
    ...(apps > 0 ? [counted(apps, 'app')] : []),
    ...(spaces > 0 ? [counted(spaces, 'space')] : []),
    ...(hasProfile ? ['the profile'] : []),
    ...(signIn === 'found' ? ['the sign-in'] : []),
  ];
  return [
    `${user} in ${environment}: ${deleted.length === 0 ? 'nothing was there to delete' : `deleted: ${deleted.join(', ')}`}.`,
    ...(existingDomain === undefined
      ? []
      : [
          `  not looked for: apps, spaces and profile in the domain ${existingDomain}, which is managed elsewhere: delete them there`,
        ]),
    ...(signIn === 'no pool'
      ? ['  sign-in: the environment has no user pool: end it where people sign in']
      : []),
    ...(signIn === 'missing'
      ? [
          `  sign-in: no user of the pool is called ${user}. People who sign in through a federation have another user name there: look for it, and end their access in the directory, too`,
        ]
      : []),
    `  kept: the logs${home === undefined ? '' : `, and the home directory, ${home}`}`,
    ...(listed.length === 0
      ? ['  no line of the environment file names them']
      : [
          '  now move the name to studio.removedUsers, and deploy: a deployment that still lists it makes profile and sign-in again',
          ...listed.map(({ file, line, text }) => `    ${file}, line ${line}: ${text}`),
        ]),
  ].join('\n');
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
