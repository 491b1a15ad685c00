import {
  CreateTagsCommand,
  DeleteSecurityGroupCommand,
  paginateDescribeSecurityGroups,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
  type EC2Client,
  type Filter,
  type SecurityGroup,
} from '@aws-sdk/client-ec2';
import {
  DeleteFileSystemCommand,
  DeleteMountTargetCommand,
  paginateDescribeFileSystems,
  paginateDescribeMountTargets,
  TagResourceCommand,
  type EFSClient,
} from '@aws-sdk/client-efs';
import { reasonToWait, unlessGone } from './aws-errors';
import type { AwsClients } from './clients';
import { requireAgreed } from './consent';
import { livingDomains, type LivingDomain } from './studio';
import { untilNone, type Waiting } from './waiting';

/** A home file system. */
export interface FileSystem {
  readonly id: string;
  /** As EFS last measured it; undefined where it does not tell. */
  readonly sizeBytes: number | undefined;
  /** When {@link sizeBytes} was measured. */
  readonly measuredAt: Date | undefined;
}

/** Marks what outlives the domain, so that it is found when the domain is gone. The value is the environment's name. */
const markKey = 'studio-access-environment';

/** What SageMaker calls the two groups of a domain's home file system. */
const groupNames = (domainId: string) =>
  ['inbound', 'outbound'].map((direction) => `security-group-for-${direction}-nfs-${domainId}`);

/** Clients that tell which file systems are marked (EFS), and which of them a domain uses now (SageMaker). */
type HomeClients = Pick<AwsClients, 'efs' | 'sageMaker'>;

/**
 * The file system of the environment's own domain, and those that are marked as the environment's. One that another domain
 * uses is not among them: its mark is of a teardown that was abandoned, and the domain was handed over.
 *
 * @param own the domain, while there is one
 */
export async function findFileSystems(
  clients: HomeClients,
  environment: string,
  own: LivingDomain | undefined,
): Promise<FileSystem[]> {
  const found = await markedFileSystems(clients.efs, environment, own?.fileSystemId);
  if (found.length === 0) return [];
  const foreign = await domainsBut(clients, own);
  return found.filter(({ id }) => !foreign.some(({ fileSystemId }) => fileSystemId === id));
}

/**
 * File systems and security groups that are marked as the environment's and belong to another domain: no teardown touches them.
 *
 * @returns each in words
 */
export async function findHandedOver(
  clients: HomeClients & Pick<AwsClients, 'ec2'>,
  environment: string,
  own: LivingDomain | undefined,
): Promise<string[]> {
  const fileSystems = await markedFileSystems(clients.efs, environment, undefined);
  const groups = await markedGroups(clients.ec2, environment);
  if (fileSystems.length === 0 && groups.length === 0) return [];
  return (await domainsBut(clients, own)).flatMap((domain) => {
    const ids = [
      ...fileSystems.filter(({ id }) => id === domain.fileSystemId).map(({ id }) => id),
      ...groups.filter((group) => isOfDomain(group, domain)).map(({ GroupId = '' }) => GroupId),
    ];
    if (ids.length === 0) return [];
    return [
      `${ids.join(', ')} of the domain ${domain.id}, which is in use and not this environment's: kept as they are. If it was handed over, take the tag ${markKey} off`,
    ];
  });
}

/** The domains of the account and region, without the environment's own. */
async function domainsBut(
  { sageMaker }: Pick<AwsClients, 'sageMaker'>,
  own: LivingDomain | undefined,
): Promise<LivingDomain[]> {
  return (await livingDomains(sageMaker)).filter(({ id }) => id !== own?.id);
}

async function markedFileSystems(
  efs: EFSClient,
  environment: string,
  ofDomain: string | undefined,
): Promise<FileSystem[]> {
  const found: FileSystem[] = [];
  for await (const { FileSystems = [] } of paginateDescribeFileSystems({ client: efs }, {})) {
    for (const { FileSystemId: id, Tags = [], SizeInBytes: size } of FileSystems) {
      const isMarked = Tags.some(({ Key, Value }) => Key === markKey && Value === environment);
      if (id === undefined || !(id === ofDomain || isMarked)) continue;
      found.push({ id, sizeBytes: size?.Value, measuredAt: size?.Timestamp });
    }
  }
  return found;
}

function markedGroups(ec2: EC2Client, environment: string): Promise<SecurityGroup[]> {
  return groupsWith(ec2, [{ Name: `tag:${markKey}`, Values: [environment] }]);
}

function isOfDomain({ GroupName }: SecurityGroup, { id }: LivingDomain): boolean {
  return GroupName !== undefined && groupNames(id).includes(GroupName);
}

interface HomeOfDomain extends LivingDomain {
  readonly vpcId: string | undefined;
}

/** Marks the file system and the groups of a domain, before it is deleted. A mark that is there already is kept. */
export async function markHome(
  clients: Pick<AwsClients, 'ec2' | 'efs'>,
  environment: string,
  domain: HomeOfDomain,
): Promise<void> {
  const { ec2, efs } = clients;
  const Tags = [{ Key: markKey, Value: environment }];
  const marked = await markedFileSystems(efs, environment, undefined);
  const { fileSystemId } = domain;
  if (fileSystemId !== undefined && !marked.some(({ id }) => id === fileSystemId))
    await unlessGone(efs.send(new TagResourceCommand({ ResourceId: fileSystemId, Tags })));
  const groups = (await groupsOfDomain(ec2, domain)).filter(
    (group) => !group.Tags?.some(({ Key, Value }) => Key === markKey && Value === environment),
  );
  if (groups.length > 0)
    await ec2.send(new CreateTagsCommand({ Resources: groups.flatMap(({ GroupId: id }) => id ?? []), Tags }));
}

/** Deletes the mount targets, which keep subnets from being deleted. The files stay. */
export async function deleteMountTargets(
  { efs }: Pick<AwsClients, 'efs'>,
  fileSystems: readonly FileSystem[],
  waiting: Waiting,
): Promise<void> {
  const asked = new Set<string>();
  await untilNone(
    'mount targets',
    async () => {
      const left = (await Promise.all(fileSystems.map(({ id }) => mountTargets(efs, id)))).flat();
      for (const id of left.filter((target) => !asked.has(target))) {
        const reason = await reasonToWait(efs.send(new DeleteMountTargetCommand({ MountTargetId: id })));
        if (reason === undefined) asked.add(id);
      }
      return left;
    },
    waiting,
  );
}

async function mountTargets(efs: EFSClient, FileSystemId: string): Promise<string[]> {
  const ids: string[] = [];
  const pages = paginateDescribeMountTargets({ client: efs }, { FileSystemId });
  await unlessGone(
    (async () => {
      for await (const { MountTargets = [] } of pages)
        ids.push(...MountTargets.flatMap(({ MountTargetId: id }) => id ?? []));
    })(),
  );
  return ids;
}

/** Ids of the groups that a teardown deletes: those of the environment's own domain, and the marked ones that no domain uses. */
export async function findNfsGroups(
  { ec2, sageMaker }: Pick<AwsClients, 'ec2' | 'sageMaker'>,
  environment: string,
  own: HomeOfDomain | undefined,
): Promise<string[]> {
  const marked = await markedGroups(ec2, environment);
  const foreign = marked.length === 0 ? [] : await domainsBut({ sageMaker }, own);
  const groups = [
    ...(own ? await groupsOfDomain(ec2, own) : []),
    ...marked.filter((group) => !foreign.some((domain) => isOfDomain(group, domain))),
  ];
  return [...new Set(groups.flatMap(({ GroupId: id }) => id ?? []))];
}

/** Deletes the marked groups that no domain uses. Each names the other in a rule, so rules go first. */
export async function deleteNfsGroups(
  { ec2, sageMaker }: Pick<AwsClients, 'ec2' | 'sageMaker'>,
  environment: string,
  waiting: Waiting,
): Promise<void> {
  const marked = async () => {
    const found = await markedGroups(ec2, environment);
    const domains = found.length === 0 ? [] : await livingDomains(sageMaker);
    return found.filter((group) => !domains.some((domain) => isOfDomain(group, domain)));
  };
  for (const { GroupId, IpPermissions = [], IpPermissionsEgress = [] } of await marked()) {
    if (IpPermissions.length > 0)
      await unlessGone(ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId, IpPermissions })));
    if (IpPermissionsEgress.length > 0)
      await unlessGone(
        ec2.send(new RevokeSecurityGroupEgressCommand({ GroupId, IpPermissions: IpPermissionsEgress })),
      );
  }
  await untilNone(
    'security groups of the home file system',
    async () => {
      const left = await marked();
      for (const { GroupId } of left)
        await reasonToWait(ec2.send(new DeleteSecurityGroupCommand({ GroupId })));
      return (await marked()).map(({ GroupId = '' }) => GroupId);
    },
    waiting,
  );
}

/**
 * Deletes file systems, with everybody's home directory.
 *
 * @param agreed ids of those that somebody has agreed to lose
 * @throws NotAgreed if there is another one, before that is lost
 */
export async function deleteFileSystems(
  clients: HomeClients,
  environment: string,
  agreed: readonly string[],
  waiting: Waiting,
): Promise<void> {
  const asked = new Set<string>();
  await untilNone(
    'home file systems',
    async () => {
      const left = await findFileSystems(clients, environment, undefined);
      requireAgreed(
        'home file system',
        left.map(({ id }) => id),
        agreed,
      );
      for (const { id } of left.filter((system) => !asked.has(system.id))) {
        const reason = await reasonToWait(
          clients.efs.send(new DeleteFileSystemCommand({ FileSystemId: id })),
        );
        if (reason === undefined) asked.add(id);
      }
      return left.map(({ id }) => id);
    },
    waiting,
  );
}

/** By the id of the domain in the name, and the VPC: a neighbour's groups are in the same account, and may be in the same VPC. */
function groupsOfDomain(ec2: EC2Client, { id, vpcId }: HomeOfDomain): Promise<SecurityGroup[]> {
  if (vpcId === undefined) return Promise.resolve([]);
  return groupsWith(ec2, [
    { Name: 'group-name', Values: groupNames(id) },
    { Name: 'vpc-id', Values: [vpcId] },
  ]);
}

async function groupsWith(ec2: EC2Client, Filters: Filter[]): Promise<SecurityGroup[]> {
  const found: SecurityGroup[] = [];
  for await (const { SecurityGroups = [] } of paginateDescribeSecurityGroups({ client: ec2 }, { Filters }))
    found.push(...SecurityGroups);
  return found;
}
