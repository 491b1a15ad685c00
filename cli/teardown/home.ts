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

/** The file system of a living domain, and those that are marked as the environment's. */
export async function findFileSystems(
  { efs }: Pick<AwsClients, 'efs'>,
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

interface HomeOfDomain {
  readonly id: string;
  readonly vpcId: string | undefined;
  readonly fileSystemId: string | undefined;
}

/** Marks the file system and the groups of a domain, before it is deleted. What is marked stays as it is. */
export async function markHome(
  clients: Pick<AwsClients, 'ec2' | 'efs'>,
  environment: string,
  domain: HomeOfDomain,
): Promise<void> {
  const { ec2, efs } = clients;
  const Tags = [{ Key: markKey, Value: environment }];
  const marked = await findFileSystems(clients, environment, undefined);
  const { fileSystemId } = domain;
  if (fileSystemId !== undefined && !marked.some(({ id }) => id === fileSystemId))
    await unlessGone(efs.send(new TagResourceCommand({ ResourceId: fileSystemId, Tags })));
  const groups = (await groupsOfDomain(ec2, domain)).filter(
    (group) => !group.Tags?.some(({ Key, Value }) => Key === markKey && Value === environment),
  );
  if (groups.length > 0)
    await ec2.send(new CreateTagsCommand({ Resources: groups.flatMap(({ GroupId: id }) => id ?? []), Tags }));
}

/** Takes the mount targets off that keep subnets from being deleted. The files stay. */
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

/** Deletes the marked groups. Each names the other in a rule, so rules go first. */
export async function deleteNfsGroups(
  { ec2 }: Pick<AwsClients, 'ec2'>,
  environment: string,
  waiting: Waiting,
): Promise<void> {
  const marked = () => groupsWith(ec2, [{ Name: `tag:${markKey}`, Values: [environment] }]);
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

/** Deletes file systems, with everybody's home directory. */
export async function deleteFileSystems(
  clients: Pick<AwsClients, 'efs'>,
  environment: string,
  waiting: Waiting,
): Promise<void> {
  const asked = new Set<string>();
  await untilNone(
    'home file systems',
    async () => {
      const left = await findFileSystems(clients, environment, undefined);
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
