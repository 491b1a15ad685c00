import { listHash } from './consent';
import type { FileSystem } from './home';
import type { Inventory, UsedApp } from './inventory';
import type { LogGroup } from './steps/logs';
import type { Space } from './studio';

const unknown = 'unknown';

/** The list of what will be deleted, with what it holds. */
export function inventoryText(inventory: Inventory, losesHomes: boolean): string {
  const { environment, region, stacks, resourceCount, domain, profiles, poolUsers } = inventory;
  const stackLine =
    stacks.length === 0
      ? 'none is deployed'
      : `${stacks.join(', ')} (${resourceCount} resources of Terraform)`;
  return [
    `${environment} in ${region} has:`,
    `  stacks: ${stackLine}`,
    ...(poolUsers === undefined ? [] : [`  users of the pool, by AWS's estimate: ${poolUsers}`]),
    domain === undefined
      ? '  no Studio domain of its own'
      : `  Studio domain ${domain.id} (${domain.name})${domain.isInState ? '' : ', which Terraform does not know'}`,
    `  profiles: ${profiles.length === 0 ? 'none' : profiles.map(({ name }) => name).join(', ')}`,
    ...workText(inventory),
    ...inventory.fileSystems.map(
      (system) =>
        `  home file system ${sizeText(system)}: ${losesHomes ? 'will be deleted' : 'will be kept'}`,
    ),
    ...(losesHomes && inventory.fileSystems.length > 0
      ? [`  list of home file systems: ${listHash(inventory.fileSystems.map(({ id }) => id))}`]
      : []),
    ...(inventory.nfsGroups.length === 0
      ? []
      : [`  security groups of home file systems: ${inventory.nfsGroups.join(', ')}`]),
    ...(inventory.studioLogs === 0
      ? []
      : [`  streams of its apps in the log of all Studio apps: ${inventory.studioLogs}`]),
    ...inventory.logGroups.map((group) => `  log group ${logGroupText(group)}`),
    ...inventory.handedOver.map((found) => `  not deleted: ${found}`),
  ].join('\n');
}

/** The list of one person's apps and spaces. */
export function userText(user: string, inventory: Inventory): string {
  const { environment, profiles } = inventory;
  return [
    `${user} in ${environment} has:`,
    `  profile: ${profiles.length === 0 ? 'none' : profiles.map(({ name }) => name).join(', ')}`,
    ...workText(inventory),
  ].join('\n');
}

function workText({ spaces, apps }: Pick<Inventory, 'spaces' | 'apps'>): string[] {
  const ofProfiles = apps.filter(({ space }) => space === undefined);
  return [
    spaces.length === 0
      ? '  spaces: none'
      : `  spaces: ${spaces.length}, whose volumes go with them: list ${listHash(spaces.map(({ name }) => name))}`,
    ...spaces.flatMap((space) => [
      `    ${spaceText(space)}`,
      ...apps.filter((app) => app.space === space.name).map((app) => `      ${appText(app)}`),
    ]),
    ...(ofProfiles.length === 0 ? [] : ['  apps of profiles:']),
    ...ofProfiles.map((app) => `    ${appText(app)} of ${app.profile ?? unknown}`),
  ];
}

function spaceText({ name, owner, allocatedGb, status }: Space): string {
  const size = allocatedGb === undefined ? unknown : `${allocatedGb} GB`;
  return `${name}: owner ${owner ?? unknown}, allocated size ${size}, ${status}`;
}

function appText({ type, name, status, lastActivity }: UsedApp): string {
  return `${type}/${name}: ${status}, last activity ${lastActivity?.toISOString() ?? unknown}`;
}

function sizeText({ id, sizeBytes, measuredAt }: FileSystem): string {
  const size = sizeBytes === undefined ? unknown : sizeInWords(sizeBytes);
  return `${id}, total size ${size}${measuredAt ? ` (measured ${measuredAt.toISOString()})` : ''}`;
}

function logGroupText({ name, storedBytes }: LogGroup): string {
  return `${name}, stored ${storedBytes === undefined ? unknown : sizeInWords(storedBytes)}`;
}

/** Bytes in units of 1024, as EFS and its prices count. */
export function sizeInWords(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  const power = Math.min(Math.floor(Math.log2(Math.max(bytes, 1)) / 10), units.length - 1);
  const amount = bytes / 1024 ** power;
  return `${power === 0 ? amount : amount.toFixed(1)} ${units[power] ?? ''}`;
}

/** What is left after a teardown. */
export interface Left {
  readonly environment: string;
  readonly fileSystems: readonly FileSystem[];
  readonly logGroups: readonly LogGroup[];
  /** What the environment file names and a deployment never made, in words. */
  readonly others: readonly string[];
}

/** USD per GiB and month, EFS Standard in us-east-1: https://aws.amazon.com/efs/pricing/ */
const efsPrice = 0.3;
const efsPriceDate = 'November 2025';

/** The list of what is left, and what it costs. */
export function leftText({ environment, fileSystems, logGroups, others }: Left): string {
  const lines = [
    ...fileSystems.map((system) => {
      const cost =
        system.sizeBytes === undefined
          ? unknown
          : `${((system.sizeBytes / 1024 ** 3) * efsPrice).toFixed(2)} USD per month (${efsPrice.toFixed(2)} per GiB in us-east-1, ${efsPriceDate}, to be checked)`;
      return `home file system ${sizeText(system)}: ${cost}. To delete it: run this again with --delete-homes`;
    }),
    ...logGroups.map(
      (group) =>
        `log group ${logGroupText(group)}: its storage, 0.03 USD per GB and month in us-east-1, to be checked`,
    ),
    ...others,
  ];
  return [
    lines.length === 0 ? `nothing was found that is left of ${environment}` : `left of ${environment}:`,
    ...lines.map((line) => `  ${line}`),
    'not looked for: what no state of Terraform holds, other than home file systems, their security groups, log groups and interfaces of functions',
  ].join('\n');
}
