import type { AwsClients } from '../../cli/teardown/clients';
import type { Waiting } from '../../cli/teardown/waiting';
import { functionLogGroup } from '../../config/log-group-names';
import { answeringClients, awsError, fakeWaiting, type Answers } from './answering-clients';

/** What is in a {@link smallAccount}; a test may change it. */
export interface Holds {
  domain: boolean;
  apps: { AppType: string; AppName: string; SpaceName?: string; UserProfileName?: string; Status: string }[];
  spaces: string[];
  profiles: string[];
  fileSystems: string[];
  mountTargets: string[];
  groups: string[];
  interfaces: string[];
  logGroups: string[];
  logStreams: string[];
}

/** An account without a network. */
export interface SmallAccount {
  readonly clients: AwsClients;
  /** The names of the commands that were sent, in their order. */
  readonly sent: readonly string[];
  readonly holds: Holds;
}

/** What the environment file says of it. */
export const smallWanted = {
  environment: 'prod',
  region: 'us-east-1',
  createdDomain: { name: 'studio-prod', deletesHomes: false },
} as const;

/**
 * An account in memory, with one of everything that a teardown of `prod` deletes. Terraform does not know its domain.
 *
 * @param onCall is told of each command before it is answered; it may throw
 */
export function smallAccount(
  onCall: (name: string) => void = () => undefined,
  waiting: Waiting = fakeWaiting(),
): SmallAccount {
  const holds: Holds = {
    domain: true,
    apps: [{ AppType: 'JupyterLab', AppName: 'default', SpaceName: 'bobs', Status: 'InService' }],
    spaces: ['bobs'],
    profiles: ['bob'],
    fileSystems: ['fs-1'],
    mountTargets: ['fsmt-1'],
    groups: ['sg-1'],
    interfaces: ['eni-1'],
    logGroups: [functionLogGroup('prod', 'authorizer')],
    logStreams: ['d-1/bobs/JupyterLab'],
  };
  let isMarked = false;
  const without = (kind: Exclude<keyof Holds, 'domain' | 'apps'>, field: string) => (input: Input) => {
    holds[kind] = holds[kind].filter((item) => item !== input[field]);
    return {};
  };
  const answers: Answers = {
    ListDomainsCommand: () => ({
      Domains: holds.domain
        ? [{ DomainId: 'd-1', DomainName: 'studio-prod', DomainArn: 'arn:aws:sagemaker:::domain/d-1' }]
        : [],
    }),
    ListTagsCommand: () => ({ Tags: [{ Key: 'Environment', Value: 'prod' }] }),
    DescribeDomainCommand: () => {
      if (!holds.domain) throw awsError('ResourceNotFound', 'Domain [d-1] does not exist.');
      return { DomainName: 'studio-prod', VpcId: 'vpc-1', HomeEfsFileSystemId: 'fs-1', Status: 'InService' };
    },
    DeleteDomainCommand: () => {
      holds.domain = false;
      return {};
    },
    ListAppsCommand: () => ({ Apps: holds.apps }),
    DescribeAppCommand: () => ({}),
    DeleteAppCommand: ({ SpaceName }) => {
      holds.apps = holds.apps.filter((app) => app.SpaceName !== SpaceName);
      return {};
    },
    ListSpacesCommand: () => ({
      Spaces: holds.spaces.map((SpaceName) => ({
        SpaceName,
        OwnershipSettingsSummary: { OwnerUserProfileName: 'bob' },
        Status: 'InService',
      })),
    }),
    DeleteSpaceCommand: without('spaces', 'SpaceName'),
    ListUserProfilesCommand: () => ({
      UserProfiles: holds.profiles.map((UserProfileName) => ({ UserProfileName, Status: 'InService' })),
    }),
    DeleteUserProfileCommand: without('profiles', 'UserProfileName'),
    DescribeFileSystemsCommand: () => ({
      FileSystems: holds.fileSystems.map((FileSystemId) => ({
        FileSystemId,
        Tags: isMarked ? [{ Key: 'studio-access-environment', Value: 'prod' }] : [],
      })),
    }),
    TagResourceCommand: () => {
      isMarked = true;
      return {};
    },
    DeleteFileSystemCommand: without('fileSystems', 'FileSystemId'),
    DescribeMountTargetsCommand: () => ({
      MountTargets: holds.mountTargets.map((MountTargetId) => ({ MountTargetId })),
    }),
    DeleteMountTargetCommand: without('mountTargets', 'MountTargetId'),
    DescribeSecurityGroupsCommand: () => ({
      SecurityGroups: holds.groups.map((GroupId) => ({
        GroupId,
        GroupName: 'security-group-for-inbound-nfs-d-1',
        IpPermissions: [{ IpProtocol: '-1' }],
        IpPermissionsEgress: [{ IpProtocol: '-1' }],
      })),
    }),
    CreateTagsCommand: () => ({}),
    RevokeSecurityGroupIngressCommand: () => ({}),
    RevokeSecurityGroupEgressCommand: () => ({}),
    DeleteSecurityGroupCommand: without('groups', 'GroupId'),
    DescribeNetworkInterfacesCommand: () => ({
      NetworkInterfaces: holds.interfaces.map((NetworkInterfaceId) => ({
        NetworkInterfaceId,
        Description:
          'AWS Lambda VPC ENI-studio-access-prod-presigned-url-11111111-2222-3333-4444-555555555555',
        Status: 'available',
      })),
    }),
    DeleteNetworkInterfaceCommand: without('interfaces', 'NetworkInterfaceId'),
    DescribeLogGroupsCommand: ({ logGroupNamePrefix }) => ({
      logGroups: holds.logGroups
        .filter((name) => name === logGroupNamePrefix)
        .map((logGroupName) => ({ logGroupName })),
    }),
    DeleteLogGroupCommand: without('logGroups', 'logGroupName'),
    DescribeLogStreamsCommand: () => ({
      logStreams: holds.logStreams.map((logStreamName) => ({ logStreamName })),
    }),
    DeleteLogStreamCommand: without('logStreams', 'logStreamName'),
  };
  const told = Object.entries(answers).map(
    ([name, answer]) =>
      [
        name,
        (input: Input) => {
          onCall(name);
          return answer(input);
        },
      ] as const,
  );
  return { holds, ...answeringClients(Object.fromEntries(told), waiting) };
}

type Input = Readonly<Record<string, unknown>>;
