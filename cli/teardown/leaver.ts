import { AdminDeleteUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { unlessGone } from './aws-errors';
import type { AwsClients } from './clients';
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

/** The steps for a person who has left, in their order; each looks at what is there. The home directory stays. */
export function stepsOfUser(
  user: string,
  inventory: Inventory,
  { clients, waiting }: { readonly clients: AwsClients; readonly waiting: Waiting },
): readonly Step[] {
  const { domain, userPoolId } = inventory;
  const { cognito, sageMaker } = clients;
  const name = user.toLowerCase();
  const spaceNames = ofUser(user, inventory).spaces.map((space) => space.name);
  const inStudio: Step[] = domain
    ? [
        {
          name: 'apps',
          run: () => deleteApps(sageMaker, domain.id, ownApps(name, spaceNames), waiting),
        },
        {
          name: 'spaces',
          run: () =>
            deleteSpaces(
              sageMaker,
              domain.id,
              spaceNames,
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

/** What is left to do for a person who has left, and what is kept. */
export function leaverText(user: string, home: string | undefined, listed: readonly ListedAt[]): string {
  return [
    `${user}: apps, spaces, profile and sign-in are deleted. Kept: the logs, and the home directory${home === undefined ? '' : `, ${home}`}.`,
    ...(listed.length === 0
      ? ['  no line of the environment file names them']
      : [
          '  now move the name to studio.removedUsers, and deploy: a deployment that still lists it makes profile and sign-in again',
          ...listed.map(({ file, line, text }) => `    ${file}, line ${line}: ${text}`),
        ]),
  ].join('\n');
}
