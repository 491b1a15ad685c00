import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DescribeLogStreamsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  AdminCreateUserCommand,
  CognitoIdentityProviderClient,
  CreateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  CreateNetworkInterfaceCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { EFSClient } from '@aws-sdk/client-efs';
import {
  CreateAppCommand,
  CreateDomainCommand,
  CreateSpaceCommand,
  CreateUserProfileCommand,
  DescribeDomainCommand,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { STSClient } from '@aws-sdk/client-sts';
import type { AwsClients } from '../../cli/teardown/clients';
import { functionLogGroup } from '../../config/log-group-names';
import type { StandIn } from '../../lab/stand-in';

/** Clients of a stand-in. */
export function clientsOf({ endpoint, region }: StandIn): AwsClients {
  const settings = {
    endpoint,
    region,
    credentials: { accessKeyId: 'lab', secretAccessKey: 'lab' },
    maxAttempts: 1,
  };
  return {
    cognito: new CognitoIdentityProviderClient(settings),
    ec2: new EC2Client(settings),
    efs: new EFSClient(settings),
    logs: new CloudWatchLogsClient(settings),
    sageMaker: new SageMakerClient(settings),
    sts: new STSClient(settings),
  };
}

/** Calls that only read. */
const reading = /^(?:Describe|List|Get)/;

/**
 * Clients that end the work as if the process were killed: after the change with this number has been made, its answer is
 * lost, and no other call succeeds.
 */
export function dyingClients(standIn: StandIn, changes: number): AwsClients {
  const clients = clientsOf(standIn);
  let made = 0;
  for (const client of Object.values(clients) as { middlewareStack: SageMakerClient['middlewareStack'] }[]) {
    client.middlewareStack.add(
      (next, context) => async (args) => {
        if (made >= changes) throw new Error('killed');
        const isChange = !reading.test(context.commandName ?? '');
        const answer = await next(args);
        if (isChange) made += 1;
        if (isChange && made >= changes) throw new Error('killed');
        return answer;
      },
      { step: 'initialize' },
    );
  }
  return clients;
}

/** What a deployment would have made, without Terraform. */
export interface Made {
  readonly environment: string;
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  readonly domainId: string;
  readonly fileSystemId: string;
  readonly poolId: string;
  /** A security group of the apps. */
  readonly groupId: string;
}

interface Network {
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
}

/** A VPC with two subnets. */
export async function makeNetwork({ ec2 }: AwsClients): Promise<Network> {
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.20.0.0/16' }));
  const VpcId = Vpc?.VpcId ?? '';
  const subnet = async (zone: string, CidrBlock: string) => {
    const request = { VpcId, CidrBlock, AvailabilityZone: `us-east-1${zone}` };
    const { Subnet } = await ec2.send(new CreateSubnetCommand(request));
    return Subnet?.SubnetId ?? '';
  };
  return { vpcId: VpcId, subnetIds: [await subnet('a', '10.20.1.0/24'), await subnet('b', '10.20.2.0/24')] };
}

/**
 * Makes what a deployment and its people leave in an account: a domain with listed profiles and one made on first use, a space
 * whose app runs, one without, an app of a profile, logs, interfaces of functions, a pool.
 *
 * @param network default: one of its own; a neighbour may be in the same one
 * @param hostNumber of the interface of a function, free in that network
 */
export async function makeEnvironment(
  clients: AwsClients,
  environment: string,
  network?: Network,
  hostNumber = 20,
): Promise<Made> {
  const { cognito, ec2, logs, sageMaker } = clients;
  const { vpcId, subnetIds } = network ?? (await makeNetwork(clients));
  const domain = await sageMaker.send(
    new CreateDomainCommand({
      DomainName: `studio-${environment}`,
      AuthMode: 'IAM',
      VpcId: vpcId,
      SubnetIds: [...subnetIds],
      DefaultUserSettings: { ExecutionRole: 'arn:aws:iam::111122223333:role/studio' },
      Tags: [{ Key: 'Environment', Value: environment }],
    }),
  );
  const DomainId = domain.DomainId ?? '';
  const described = await sageMaker.send(new DescribeDomainCommand({ DomainId }));
  for (const UserProfileName of ['alice', 'bob', 'newcomer'])
    await sageMaker.send(new CreateUserProfileCommand({ DomainId, UserProfileName }));
  await makeSpace(clients, DomainId, 'bobs', 'bob');
  await makeSpace(clients, DomainId, 'alices', 'alice');
  const app = { DomainId, AppName: 'default' };
  await sageMaker.send(new CreateAppCommand({ ...app, SpaceName: 'bobs', AppType: 'JupyterLab' }));
  await sageMaker.send(new CreateAppCommand({ ...app, UserProfileName: 'bob', AppType: 'JupyterServer' }));
  const { UserPool } = await cognito.send(new CreateUserPoolCommand({ PoolName: environment }));
  for (const Username of ['alice', 'bob'])
    await cognito.send(new AdminCreateUserCommand({ UserPoolId: UserPool?.Id, Username }));
  await logs.send(
    new CreateLogGroupCommand({ logGroupName: functionLogGroup(environment, 'presigned-url') }),
  );
  await ignoreExisting(logs.send(new CreateLogGroupCommand({ logGroupName: studioLogGroup })));
  await logs.send(
    new CreateLogStreamCommand({
      logGroupName: studioLogGroup,
      logStreamName: `${DomainId}/bobs/JupyterLab`,
    }),
  );
  const group = await ec2.send(
    new CreateSecurityGroupCommand({ GroupName: `apps-${environment}`, Description: 'apps', VpcId: vpcId }),
  );
  await ec2.send(
    new CreateNetworkInterfaceCommand({
      SubnetId: subnetIds[0],
      PrivateIpAddress: `10.20.1.${hostNumber}`,
      Description: `AWS Lambda VPC ENI-studio-access-${environment}-presigned-url-11111111-2222-3333-4444-555555555555`,
    }),
  );
  return {
    environment,
    vpcId,
    subnetIds,
    domainId: DomainId,
    fileSystemId: described.HomeEfsFileSystemId ?? '',
    poolId: UserPool?.Id ?? '',
    groupId: group.GroupId ?? '',
  };
}

/** A private space with a volume of 5 GB. */
export async function makeSpace(
  { sageMaker }: AwsClients,
  DomainId: string,
  SpaceName: string,
  owner: string,
): Promise<void> {
  await sageMaker.send(
    new CreateSpaceCommand({
      DomainId,
      SpaceName,
      OwnershipSettings: { OwnerUserProfileName: owner },
      SpaceSharingSettings: { SharingType: 'Private' },
      SpaceSettings: {
        AppType: 'JupyterLab',
        SpaceStorageSettings: { EbsStorageSettings: { EbsVolumeSizeInGb: 5 } },
      },
    }),
  );
}

const studioLogGroup = '/aws/sagemaker/studio';

/** The ids of the domains that have a stream in the log of all Studio apps. */
export async function domainsWithLogs({ logs }: AwsClients): Promise<string[]> {
  const { logStreams = [] } = await logs.send(
    new DescribeLogStreamsCommand({ logGroupName: studioLogGroup }),
  );
  return logStreams.map(({ logStreamName = '' }) => logStreamName.split('/')[0] ?? '');
}

async function ignoreExisting(request: Promise<unknown>): Promise<void> {
  await request.catch((error: unknown) => {
    if ((error as Error).name !== 'ResourceAlreadyExistsException') throw error;
  });
}
