import { DescribeUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { allStackIds, type StackId } from '../../config/stack-ids';
import type { DeployedResource } from '../terraform/resources';
import { unlessGone } from './aws-errors';
import type { AwsClients } from './clients';
import { findFileSystems, findHandedOver, findNfsGroups, type FileSystem } from './home';
import { findLogGroups, findStudioLogs, type LogGroup } from './steps/logs';
import {
  describeDomain,
  findDomain,
  lastActivity,
  listApps,
  listProfiles,
  listSpaces,
  type App,
  type Profile,
  type Space,
} from './studio';

/** What Terraform made, stack by stack. */
export type States = Readonly<Partial<Record<StackId, readonly DeployedResource[]>>>;

/** The domain of an environment, while there is one. */
interface OwnDomain {
  readonly id: string;
  readonly name: string;
  readonly vpcId: string | undefined;
  readonly fileSystemId: string | undefined;
  /** Terraform knows it, and will delete it. */
  readonly isInState: boolean;
  /** What was decided when it was created: its deletion deletes the home file system, too. */
  readonly deletesHomes: boolean;
  /** Names of the profiles that Terraform will delete. */
  readonly profilesInState: readonly string[];
}

/** An app, with the last time that somebody did something in it; undefined where AWS does not tell. */
export interface UsedApp extends App {
  readonly lastActivity: Date | undefined;
}

/** What belongs to an environment, and what it holds. */
export interface Inventory {
  readonly environment: string;
  readonly region: string;
  /** Stacks that have something, in the order of deployment. */
  readonly stacks: readonly StackId[];
  /** How many resources Terraform will delete. */
  readonly resourceCount: number;
  /** Undefined if there is none, or the environment uses one that exists elsewhere. */
  readonly domain: OwnDomain | undefined;
  readonly apps: readonly UsedApp[];
  readonly spaces: readonly Space[];
  readonly profiles: readonly Profile[];
  /** Home file systems: the domain's, and those that earlier domains of the environment left. */
  readonly fileSystems: readonly FileSystem[];
  /** Ids of the security groups that SageMaker made for them. */
  readonly nfsGroups: readonly string[];
  readonly logGroups: readonly LogGroup[];
  /** How many streams the domain's apps have in the log of all Studio apps of the region. */
  readonly studioLogs: number;
  /** What has the environment's mark and belongs to a domain that is not its own, in words. */
  readonly handedOver: readonly string[];
  /** The user pool; undefined without one. */
  readonly userPoolId: string | undefined;
  /** AWS's estimate of the number of users in the pool; undefined without a pool, or where AWS does not tell. */
  readonly poolUsers: number | undefined;
}

/** What the environment file says, as far as it matters here. */
export interface Wanted {
  readonly environment: string;
  readonly region: string;
  /** The domain that a deployment makes; undefined if one that exists is used, which is never touched. */
  readonly createdDomain: { readonly name: string; readonly deletesHomes: boolean } | undefined;
}

/** Finds everything that belongs to an environment: by the state, and where that knows nothing, by name and tags. */
export async function takeInventory(clients: AwsClients, wanted: Wanted, states: States): Promise<Inventory> {
  const { environment, region } = wanted;
  const domain = await ownDomain(clients, wanted, states);
  const { sageMaker } = clients;
  const apps = domain ? await listApps(sageMaker, domain.id) : [];
  const poolId = resources(states, 'aws_cognito_user_pool')[0]?.attributes.id;
  const userPoolId = typeof poolId === 'string' ? poolId : undefined;
  const stacks = allStackIds.filter((id) => (states[id] ?? []).length > 0);
  return {
    environment,
    region,
    stacks,
    resourceCount: stacks.reduce((sum, id) => sum + (states[id] ?? []).length, 0),
    domain,
    apps: domain ? await withActivity(clients, domain.id, apps) : [],
    spaces: domain ? await listSpaces(sageMaker, domain.id) : [],
    profiles: domain ? await listProfiles(sageMaker, domain.id) : [],
    fileSystems: await findFileSystems(clients, environment, domain),
    nfsGroups: await findNfsGroups(clients, environment, domain),
    logGroups: await findLogGroups(clients.logs, environment),
    studioLogs: domain ? (await findStudioLogs(clients.logs, domain.id)).length : 0,
    handedOver: await findHandedOver(clients, environment, domain),
    userPoolId,
    poolUsers: userPoolId === undefined ? undefined : await countUsers(clients, userPoolId),
  };
}

async function ownDomain(
  { sageMaker }: AwsClients,
  { createdDomain, environment }: Wanted,
  states: States,
): Promise<OwnDomain | undefined> {
  const inState = resources(states, 'aws_sagemaker_domain')[0];
  const idInState = inState?.attributes.id;
  const id =
    typeof idInState === 'string'
      ? idInState
      : createdDomain && (await findDomain(sageMaker, createdDomain.name, environment));
  if (id === undefined) return undefined;
  const domain = await describeDomain(sageMaker, id);
  if (domain === undefined) return undefined;
  return {
    id,
    name: domain.DomainName ?? '',
    vpcId: domain.VpcId,
    fileSystemId: domain.HomeEfsFileSystemId,
    isInState: inState !== undefined,
    deletesHomes: inState
      ? JSON.stringify(inState.attributes.retention_policy ?? []).includes('"Delete"')
      : (createdDomain?.deletesHomes ?? false),
    profilesInState: resources(states, 'aws_sagemaker_user_profile').map(({ attributes }) =>
      String(attributes.user_profile_name).toLowerCase(),
    ),
  };
}

/** The resources of a type, of all stacks. */
function resources(states: States, type: string): DeployedResource[] {
  return Object.values(states).flatMap((found) => found.filter((resource) => resource.type === type));
}

/** Asked for at most ten at a time: AWS throttles. */
async function withActivity(
  { sageMaker }: AwsClients,
  domainId: string,
  apps: readonly App[],
): Promise<UsedApp[]> {
  const used: UsedApp[] = [];
  for (let first = 0; first < apps.length; first += 10) {
    const some = apps.slice(first, first + 10);
    used.push(
      ...(await Promise.all(
        some.map(async (app) => ({ ...app, lastActivity: await lastActivity(sageMaker, domainId, app) })),
      )),
    );
  }
  return used;
}

async function countUsers({ cognito }: AwsClients, UserPoolId: string): Promise<number | undefined> {
  const described = await unlessGone(cognito.send(new DescribeUserPoolCommand({ UserPoolId })));
  return described?.UserPool?.EstimatedNumberOfUsers;
}
