import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import {
  AddTagsCommand,
  CreateDomainCommand,
  CreatePresignedDomainUrlCommand,
  CreateUserProfileCommand,
  DeleteDomainCommand,
  DeleteTagsCommand,
  DeleteUserProfileCommand,
  DescribeDomainCommand,
  DescribeUserProfileCommand,
  ListAppsCommand,
  ListDomainsCommand,
  ListTagsCommand,
  ListUserProfilesCommand,
  SageMakerClient,
  UpdateDomainCommand,
  UpdateUserProfileCommand,
} from '@aws-sdk/client-sagemaker';
import { zipSync } from 'fflate';
import {
  createTransitGateway,
  listResources,
  setApiGatewayLogsRole,
  startStandIn,
  type StandIn,
} from '../../stand-in';
import { claimsOf } from '../../cognito/keys';
import { json, query } from '../../shared/aws-client';
import { childText, find, findAll, type XmlElement } from '../../shared/xml-tree';

const accountId = '111122223333';
const role = `arn:aws:iam::${accountId}:role/studio`;
/** Settings of the user that must have no effect. */
const ofTheUser = {
  AWS_PROFILE: 'nonsense',
  HTTP_PROXY: 'http://127.0.0.1:1',
  HTTPS_PROXY: 'http://127.0.0.1:1',
};
let standIn: StandIn;

beforeAll(async () => {
  standIn = await startStandIn({ hostEnvironment: { ...process.env, ...ofTheUser }, accountId });
});

afterAll(async () => {
  await standIn.stop();
});

const ec2 = (Action: string, parameters: Record<string, string> = {}): Promise<XmlElement> =>
  query(standIn, 'ec2', { Action, Version: '2016-11-15', ...parameters });

const idIn = (reply: XmlElement, name: string): string => find(reply, name)?.text ?? '';

async function createNetwork(): Promise<{ vpcId: string; subnetId: string }> {
  const vpcId = idIn(await ec2('CreateVpc', { CidrBlock: '10.20.0.0/16' }), 'vpcId');
  // every service has this zone; without a zone, EC2 would choose any
  const AvailabilityZone = 'us-east-1a';
  const subnet = await ec2('CreateSubnet', { VpcId: vpcId, AvailabilityZone, CidrBlock: '10.20.1.0/24' });
  return { vpcId, subnetId: idIn(subnet, 'subnetId') };
}

/** Sends a request to a service with a REST protocol and reads the JSON answer. */
async function rest(service: string, method: string, path: string, body?: object) {
  const authorization = `AWS4-HMAC-SHA256 Credential=lab/20200101/us-east-1/${service}/aws4_request`;
  const headers = { authorization, 'content-type': 'application/json' };
  const reply = await fetch(standIn.endpoint + path, {
    method,
    headers,
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: reply.status, body: (await reply.json()) as Record<string, unknown> };
}

describe('startStandIn', () => {
  it('says how to install moto_server where it is missing', async () => {
    await expect(startStandIn({ hostEnvironment: { PATH: '/nonexistent' } })).rejects.toThrow(
      "moto_server is not on the PATH; install it with: pip install 'moto[server]'",
    );
  });

  it('gives child processes all variables that they need', () => {
    expect(standIn.environment).toEqual({
      AWS_ENDPOINT_URL: standIn.endpoint,
      AWS_ACCESS_KEY_ID: 'lab',
      AWS_SECRET_ACCESS_KEY: 'lab',
      AWS_REGION: 'us-east-1',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    });
  });

  it('leaves no process behind when it is stopped', async () => {
    const children = () =>
      execFileSync('ps', ['-o', 'pid=', '--ppid', String(process.pid)], { encoding: 'utf8' });
    const before = children().split('\n').length;
    const other = await startStandIn({ hostEnvironment: process.env });
    expect(children().split('\n')).toHaveLength(before + 1);
    await other.stop();
    expect(children().split('\n')).toHaveLength(before);
    await expect(fetch(other.endpoint)).rejects.toThrow();
  });

  it('leaves no process behind when its own process is killed', async () => {
    const script = `require('./lab/stand-in').startStandIn({ hostEnvironment: process.env }).then(({ endpoint }) => console.log(endpoint))`;
    const parent = spawn(process.execPath, ['--import', 'tsx', '--eval', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(parent.stdout, 'data');
    const children = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(parent.pid)], {
      encoding: 'utf8',
    });
    const moto = Number(/^\s*(\d+).*moto_server/m.exec(children)?.[1]);
    const isAlive = () =>
      execFileSync('ps', ['-eo', 'pid='], { encoding: 'utf8' }).split(/\s+/).includes(String(moto));
    expect(isAlive()).toBe(true);
    parent.kill('SIGKILL');
    await once(parent, 'exit');
    for (let tries = 0; isAlive() && tries < 50; tries += 1) await setTimeout(100);
    expect(isAlive()).toBe(false);
  });

  it('refuses operations that neither it nor moto has at once, with an AWS error', async () => {
    await expect(json(standIn, 'logs', 'Logs_20140328.PutQueryDefinition', {})).rejects.toThrow(
      'the stand-in does not have logs PutQueryDefinition',
    );
  });
});

describe("SageMaker's domains and user profiles", () => {
  let client: SageMakerClient;
  let network: { vpcId: string; subnetId: string };
  let domainId: string;

  const domain = (DomainName: string) =>
    new CreateDomainCommand({
      DomainName,
      AuthMode: 'IAM',
      AppNetworkAccessType: 'VpcOnly',
      VpcId: network.vpcId,
      SubnetIds: [network.subnetId],
      DefaultUserSettings: { ExecutionRole: role },
      DomainSettings: { ExecutionRoleIdentityConfig: 'USER_PROFILE_NAME' },
      Tags: [{ Key: 'Owner', Value: 'ml-platform' }],
    });
  const profile = (UserProfileName: string) =>
    client.send(new CreateUserProfileCommand({ DomainId: domainId, UserProfileName }));

  beforeAll(async () => {
    client = new SageMakerClient({
      endpoint: standIn.endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'lab', secretAccessKey: 'lab' },
      maxAttempts: 1,
    });
    network = await createNetwork();
    ({ DomainId: domainId = '' } = await client.send(domain('studio')));
    await profile('Alice');
  });

  afterAll(() => {
    client.destroy();
  });

  it('describes a domain as it was created', async () => {
    expect(await client.send(new DescribeDomainCommand({ DomainId: domainId }))).toMatchObject({
      DomainArn: `arn:aws:sagemaker:us-east-1:${accountId}:domain/${domainId}`,
      DomainId: expect.stringMatching(/^d-[0-9a-z]{12}$/) as string,
      DomainName: 'studio',
      Status: 'InService',
      Url: `https://${domainId}.studio.us-east-1.sagemaker.aws`,
      HomeEfsFileSystemId: expect.stringMatching(/^fs-/) as string,
      AuthMode: 'IAM',
      AppNetworkAccessType: 'VpcOnly',
      TagPropagation: 'DISABLED',
      DefaultUserSettings: { ExecutionRole: role },
      CreationTime: expect.any(Date) as Date,
    });
    expect((await client.send(new ListDomainsCommand())).Domains).toMatchObject([{ DomainId: domainId }]);
  });

  it('changes the settings that an update names and keeps the rest', async () => {
    const DomainSettingsForUpdate = { DockerSettings: { EnableDockerAccess: 'DISABLED' as const } };
    await client.send(new UpdateDomainCommand({ DomainId: domainId, DomainSettingsForUpdate }));
    expect(await client.send(new DescribeDomainCommand({ DomainId: domainId }))).toMatchObject({
      DomainSettings: { ExecutionRoleIdentityConfig: 'USER_PROFILE_NAME', ...DomainSettingsForUpdate },
      DefaultUserSettings: { ExecutionRole: role },
    });
  });

  it('refuses the request with which the provider changes a private domain', async () => {
    const change = { DomainId: domainId, AppNetworkAccessType: 'VpcOnly' as const };
    await expect(client.send(new UpdateDomainCommand(change))).rejects.toThrow(
      'VpcId and Subnet IDs are required for updating domains to VpcOnly mode',
    );
    await client.send(
      new UpdateDomainCommand({ ...change, VpcId: network.vpcId, SubnetIds: [network.subnetId] }),
    );
  });

  it('changes tags of domains and profiles', async () => {
    const ResourceArn = `arn:aws:sagemaker:us-east-1:${accountId}:domain/${domainId}`;
    await client.send(new AddTagsCommand({ ResourceArn, Tags: [{ Key: 'Stage', Value: 'prod' }] }));
    await client.send(new DeleteTagsCommand({ ResourceArn, TagKeys: ['Owner'] }));
    expect((await client.send(new ListTagsCommand({ ResourceArn }))).Tags).toEqual([
      { Key: 'Stage', Value: 'prod' },
    ]);
  });

  it('finds a profile by its name in any case, and gives it back in lower case', async () => {
    const DomainId = domainId;
    await client.send(
      new UpdateUserProfileCommand({
        DomainId,
        UserProfileName: 'Alice',
        UserSettings: { ExecutionRole: role },
      }),
    );
    const described = await client.send(
      new DescribeUserProfileCommand({ DomainId, UserProfileName: 'aLICE' }),
    );
    expect(described).toMatchObject({
      UserProfileName: 'alice',
      UserProfileArn: `arn:aws:sagemaker:us-east-1:${accountId}:user-profile/${domainId}/alice`,
      Status: 'InService',
      UserSettings: { ExecutionRole: role },
    });
    await expect(profile('ALICE')).rejects.toMatchObject({ name: 'ResourceInUse' });
  });

  it('lists profiles, but no apps and no spaces', async () => {
    await profile('bob');
    const names = async (UserProfileNameContains: string) => {
      const request = { DomainIdEquals: domainId, UserProfileNameContains };
      const { UserProfiles } = await client.send(new ListUserProfilesCommand(request));
      return UserProfiles?.map(({ UserProfileName }) => UserProfileName);
    };
    expect(await names('')).toEqual(['alice', 'bob']);
    expect(await names('ALI')).toEqual(['alice']);
    expect((await client.send(new ListAppsCommand())).Apps).toEqual([]);
  });

  it('creates a presigned URL with a token of its own', async () => {
    const create = () =>
      client.send(
        new CreatePresignedDomainUrlCommand({
          DomainId: domainId,
          UserProfileName: 'Alice',
          ExpiresInSeconds: 5,
          SessionExpirationDurationInSeconds: 43_200,
        }),
      );
    const [first, second] = [(await create()).AuthorizedUrl, (await create()).AuthorizedUrl];
    expect(first).toMatch(
      new RegExp(`^https://${domainId}\\.studio\\.us-east-1\\.sagemaker\\.aws/auth\\?token=.{40,}$`),
    );
    expect(first).not.toBe(second);
  });

  const rejections: [string, object, string, string][] = [
    [
      'another domain',
      { DomainId: 'd-000000000000' },
      'ResourceNotFound',
      'Domain [d-000000000000] does not exist.',
    ],
    [
      'another profile',
      { UserProfileName: 'mallory' },
      'ResourceNotFound',
      'UserProfile [mallory] does not exist',
    ],
    ['a malformed domain id', { DomainId: 'studio' }, 'ValidationException', "Value 'studio' at 'domainId'"],
    [
      'a malformed profile name',
      { UserProfileName: 'a@b' },
      'ValidationException',
      "Value 'a@b' at 'userProfileName'",
    ],
    [
      'a profile name with a valid start only',
      { UserProfileName: 'alice/*' },
      'ValidationException',
      'regular expression',
    ],
    ['no profile name', { UserProfileName: undefined }, 'ValidationException', 'not be null'],
    [
      'a long profile name',
      { UserProfileName: 'a'.repeat(64) },
      'ValidationException',
      'less than or equal to 63',
    ],
    ['a short lifetime', { ExpiresInSeconds: 4 }, 'ValidationException', 'greater than or equal to 5'],
    ['a long lifetime', { ExpiresInSeconds: 301 }, 'ValidationException', 'less than or equal to 300'],
    ['a short session', { SessionExpirationDurationInSeconds: 1799 }, 'ValidationException', 'equal to 1800'],
    [
      'a long session',
      { SessionExpirationDurationInSeconds: 43_201 },
      'ValidationException',
      'equal to 43200',
    ],
  ];

  it.each(rejections)('fails to create a presigned URL for %s', async (_, fields, name, message) => {
    const request = { DomainId: domainId, UserProfileName: 'alice', ...fields };
    await expect(client.send(new CreatePresignedDomainUrlCommand(request))).rejects.toMatchObject({
      name,
      message: expect.stringContaining(message) as string,
    });
  });

  it('fails to create a domain in a subnet that does not exist', async () => {
    const { input } = domain('elsewhere');
    const elsewhere = new CreateDomainCommand({ ...input, SubnetIds: ['subnet-00000000'] });
    await expect(client.send(elsewhere)).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('deletes a domain only without profiles, and keeps its files by default', async () => {
    const remove = new DeleteDomainCommand({ DomainId: domainId });
    await expect(client.send(remove)).rejects.toMatchObject({ name: 'ResourceInUse' });
    for (const UserProfileName of ['alice', 'BOB']) {
      await client.send(new DeleteUserProfileCommand({ DomainId: domainId, UserProfileName }));
    }
    await client.send(remove);
    await expect(client.send(new DescribeDomainCommand({ DomainId: domainId }))).rejects.toMatchObject({
      name: 'ResourceNotFound',
    });
    await expect(ec2('DeleteSubnet', { SubnetId: network.subnetId })).rejects.toThrow('DependencyViolation');
  });

  it("deletes a domain's files when told to; then its subnets can be deleted", async () => {
    network = await createNetwork();
    const { DomainId } = await client.send(domain('studio'));
    await client.send(
      new DeleteDomainCommand({ DomainId, RetentionPolicy: { HomeEfsFileSystem: 'Delete' } }),
    );
    await expect(ec2('DeleteSubnet', { SubnetId: network.subnetId })).resolves.toBeDefined();
  });
});

describe('REST APIs', () => {
  const policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/prod/*' },
    ],
  });
  const endpointConfiguration = { types: ['PRIVATE'] };

  it('answer their policy escaped once more, with full ARNs', async () => {
    const { body: created } = await rest('apigateway', 'POST', '/restapis', {
      name: 'a',
      endpointConfiguration,
      policy,
    });
    const id = String(created.id);
    const { body } = await rest('apigateway', 'GET', `/restapis/${id}`);
    // strconv.Unquote of the Terraform provider
    const read = JSON.parse(`"${String(body.policy)}"`) as string;
    expect(read).toBe(policy.replace('execute-api:/', `arn:aws:execute-api:us-east-1:${accountId}:${id}/`));
    const { body: list } = await rest('apigateway', 'GET', '/restapis');
    expect(list.item).toContainEqual(expect.objectContaining({ id, policy: body.policy }));
  });

  it('fail to deploy when private and without a policy', async () => {
    const { body: api } = await rest('apigateway', 'POST', '/restapis', { name: 'b', endpointConfiguration });
    expect(await rest('apigateway', 'POST', `/restapis/${String(api.id)}/deployments`, {})).toEqual({
      status: 400,
      body: {
        __type: 'BadRequestException',
        message: "Private REST API doesn't have a resource policy attached to it",
      },
    });
  });
});

describe('stages', () => {
  /** An API with the stage `prod`. */
  const deployedApi = async (name: string) => {
    const { body: api } = await rest('apigateway', 'POST', '/restapis', { name });
    const path = `/restapis/${String(api.id)}`;
    const { body: resources } = await rest('apigateway', 'GET', `${path}/resources`);
    const [root] = resources.item as { id: string }[];
    const method = `${path}/resources/${root?.id ?? ''}/methods/GET`;
    await rest('apigateway', 'PUT', method, { authorizationType: 'NONE' });
    await rest('apigateway', 'PUT', `${method}/integration`, { type: 'MOCK' });
    await rest('apigateway', 'POST', `${path}/deployments`, { stageName: 'prod' });
    return { path, apiId: String(api.id) };
  };

  it('write logs only in an account with a role for it', async () => {
    const { path } = await deployedApi('c');
    const patchOperations = [
      { op: 'replace', path: '/accessLogSettings/format', value: '$context.requestId' },
    ];
    const log = () => rest('apigateway', 'PATCH', `${path}/stages/prod`, { patchOperations });
    await setApiGatewayLogsRole(standIn, '');
    expect(await log()).toMatchObject({
      status: 400,
      body: { message: 'CloudWatch Logs role ARN must be set in account settings to enable logging' },
    });
    await setApiGatewayLogsRole(standIn, role);
    expect(await log()).toMatchObject({
      status: 200,
      body: { accessLogSettings: { format: '$context.requestId' } },
    });
  });

  it('and APIs cannot be deleted while a custom domain name is mapped to them', async () => {
    const { path, apiId } = await deployedApi('d');
    const domainName = 'mapped.example.com';
    await rest('apigateway', 'POST', '/domainnames', { domainName });
    const mappings = `/domainnames/${domainName}/basepathmappings`;
    await rest('apigateway', 'POST', mappings, { restApiId: apiId, stage: 'prod' });
    for (const [deleted, kind] of [
      [`${path}/stages/prod`, 'stage'],
      [path, 'RestApi'],
    ] as const) {
      const message = expect.stringContaining(
        `Please remove all base path mappings related to the ${kind} in your domains: ${domainName}`,
      ) as string;
      expect(await rest('apigateway', 'DELETE', deleted)).toMatchObject({ status: 400, body: { message } });
    }
    await rest('apigateway', 'POST', `${path}/deployments`, { stageName: 'next' });
    const patchOperations = [{ op: 'replace', path: '/stage', value: 'next' }];
    await rest('apigateway', 'PATCH', `${mappings}/(none)`, { patchOperations });
    expect(await rest('apigateway', 'DELETE', `${path}/stages/prod`)).toMatchObject({ status: 202 });
  });
});

describe('interface endpoints', () => {
  it('have an address in each subnet, and the names that AWS gives them', async () => {
    const { vpcId, subnetId } = await createNetwork();
    await ec2('ModifyVpcAttribute', { VpcId: vpcId, 'EnableDnsHostnames.Value': 'true' });
    const other = { AvailabilityZone: 'us-east-1b', CidrBlock: '10.20.2.0/24' };
    const second = idIn(await ec2('CreateSubnet', { VpcId: vpcId, ...other }), 'subnetId');
    const created = await ec2('CreateVpcEndpoint', {
      VpcId: vpcId,
      ServiceName: 'com.amazonaws.us-east-1.execute-api',
      VpcEndpointType: 'Interface',
      PrivateDnsEnabled: 'true',
      'SubnetId.1': subnetId,
      'SubnetId.2': second,
      'SubnetConfiguration.1.SubnetId': subnetId,
      'SubnetConfiguration.1.Ipv4': '10.20.1.20',
    });
    const interfaces = find(created, 'networkInterfaceIdSet')?.children.map(({ text }) => text) ?? [];
    const described = await ec2('DescribeNetworkInterfaces', {
      'NetworkInterfaceId.1': interfaces[0] ?? '',
      'NetworkInterfaceId.2': interfaces[1] ?? '',
    });
    const addresses = find(described, 'networkInterfaceSet')?.children.map((item) =>
      childText(item, 'privateIpAddress'),
    );
    expect(addresses?.sort()).toEqual(['10.20.1.20', '10.20.2.254']);
    const id = idIn(created, 'vpcEndpointId');
    const names = findAll(created, 'dnsName').map(({ text }) => text);
    // AWS promises no order, so here the regional name is not the first
    expect(names).toHaveLength(5);
    expect(names).toEqual(
      expect.arrayContaining([
        expect.stringMatching(
          new RegExp(`^${id}-[0-9a-f]{8}\\.execute-api\\.us-east-1\\.vpce\\.amazonaws\\.com$`),
        ),
        expect.stringMatching(/-us-east-1a\.execute-api\.us-east-1\.vpce\.amazonaws\.com$/),
        expect.stringMatching(/-us-east-1[b-f]\.execute-api\.us-east-1\.vpce\.amazonaws\.com$/),
        'execute-api.us-east-1.amazonaws.com',
        '*.execute-api.us-east-1.amazonaws.com',
      ]),
    );
  });
});

describe('interface endpoints and zones', () => {
  const studio = 'aws.sagemaker.us-east-1.studio';
  const zonesOf = async (service: string) => {
    const described = await ec2('DescribeVpcEndpointServices', { 'ServiceName.1': service });
    return find(described, 'availabilityZoneSet')?.children.map(({ text }) => text);
  };
  const subnetIn = async (vpcId: string, AvailabilityZone: string, CidrBlock: string) =>
    idIn(await ec2('CreateSubnet', { VpcId: vpcId, AvailabilityZone, CidrBlock }), 'subnetId');

  it('are described with the zones that each service has', async () => {
    const all = ['a', 'b', 'c', 'd', 'e', 'f'].map((letter) => `us-east-1${letter}`);
    expect(await zonesOf('com.amazonaws.us-east-1.execute-api')).toEqual(all);
    expect(await zonesOf(studio)).toEqual(all.filter((zone) => zone !== 'us-east-1e'));
  });

  it('fit together only in zones that have the service', async () => {
    const { vpcId } = await createNetwork();
    const inside = await subnetIn(vpcId, 'us-east-1a', '10.20.3.0/24');
    const outside = await subnetIn(vpcId, 'us-east-1e', '10.20.4.0/24');
    const request = {
      VpcId: vpcId,
      ServiceName: studio,
      VpcEndpointType: 'Interface',
      PrivateDnsEnabled: 'false',
    };
    const refusal = `The VPC endpoint service ${studio} does not support the availability zone of the subnet: ${outside}`;
    await expect(
      ec2('CreateVpcEndpoint', { ...request, 'SubnetId.1': inside, 'SubnetId.2': outside }),
    ).rejects.toThrow(refusal);
    const created = await ec2('CreateVpcEndpoint', { ...request, 'SubnetId.1': inside });
    const VpcEndpointId = idIn(created, 'vpcEndpointId');
    await expect(ec2('ModifyVpcEndpoint', { VpcEndpointId, 'AddSubnetId.1': outside })).rejects.toThrow(
      refusal,
    );
  });
});

describe('subnets in use', () => {
  const deletion = (SubnetId: string) => ec2('DeleteSubnet', { SubnetId });

  it('cannot be deleted while a transit gateway is attached to them', async () => {
    const { vpcId, subnetId } = await createNetwork();
    const attached = await ec2('CreateTransitGatewayVpcAttachment', {
      TransitGatewayId: await createTransitGateway(standIn),
      VpcId: vpcId,
      'SubnetIds.1': subnetId,
    });
    await expect(deletion(subnetId)).rejects.toThrow('DependencyViolation');
    const TransitGatewayAttachmentId = idIn(attached, 'transitGatewayAttachmentId');
    await ec2('DeleteTransitGatewayVpcAttachment', { TransitGatewayAttachmentId });
    await expect(deletion(subnetId)).resolves.toBeDefined();
  });

  it('cannot be deleted while the resolver has addresses in them, and the resolver keeps two', async () => {
    const { vpcId, subnetId } = await createNetwork();
    const group = idIn(
      await ec2('DescribeSecurityGroups', { 'Filter.1.Name': 'vpc-id', 'Filter.1.Value.1': vpcId }),
      'groupId',
    );
    const resolver = (operation: string, request: Record<string, unknown>) =>
      json(standIn, 'route53resolver', `Route53Resolver.${operation}`, request);
    const addresses = [10, 11].map((host) => ({ SubnetId: subnetId, Ip: `10.20.1.${host}` }));
    const { ResolverEndpoint: endpoint } = await resolver('CreateResolverEndpoint', {
      CreatorRequestId: 'a',
      Direction: 'INBOUND',
      SecurityGroupIds: [group],
      IpAddresses: addresses,
    });
    const ResolverEndpointId = (endpoint as { Id: string }).Id;
    await expect(deletion(subnetId)).rejects.toThrow('DependencyViolation');
    await expect(
      resolver('DisassociateResolverEndpointIpAddress', { ResolverEndpointId, IpAddress: addresses[0] }),
    ).rejects.toThrow('needs to have at least 2 IP addresses');
    await resolver('DeleteResolverEndpoint', { ResolverEndpointId });
    await expect(deletion(subnetId)).resolves.toBeDefined();
  });
});

describe('interface endpoints in a VPC that gives hosts no names', () => {
  it.each([
    ['created with private DNS', 'true'],
    ['given private DNS later', 'false'],
  ])('cannot be %s', async (_, PrivateDnsEnabled) => {
    const { vpcId, subnetId } = await createNetwork();
    const request = {
      VpcId: vpcId,
      ServiceName: 'com.amazonaws.us-east-1.execute-api',
      VpcEndpointType: 'Interface',
      'SubnetId.1': subnetId,
    };
    const create = () => ec2('CreateVpcEndpoint', { ...request, PrivateDnsEnabled });
    const modify = async () =>
      ec2('ModifyVpcEndpoint', {
        VpcEndpointId: idIn(await create(), 'vpcEndpointId'),
        PrivateDnsEnabled: 'true',
      });
    await expect(PrivateDnsEnabled === 'true' ? create() : modify()).rejects.toThrow(
      'requires both enableDnsSupport and enableDnsHostnames',
    );
  });
});

describe('zones of the same name in a VPC', () => {
  const [name, apiName] = ['execute-api.us-east-1.amazonaws.com', 'a1.execute-api.us-east-1.amazonaws.com'];
  const newVpc = async () => {
    const { vpcId, subnetId } = await createNetwork();
    await ec2('ModifyVpcAttribute', { VpcId: vpcId, 'EnableDnsHostnames.Value': 'true' });
    return { vpcId, subnetId };
  };
  const createEndpoint = async (vpcId: string, subnetId: string, PrivateDnsEnabled: string) => {
    const service = { ServiceName: 'com.amazonaws.us-east-1.execute-api', VpcEndpointType: 'Interface' };
    const request = { VpcId: vpcId, ...service, 'SubnetId.1': subnetId, PrivateDnsEnabled };
    return idIn(await ec2('CreateVpcEndpoint', request), 'vpcEndpointId');
  };
  const route53 = async (path: string, body: string) => {
    const authorization = 'AWS4-HMAC-SHA256 Credential=lab/20200101/us-east-1/route53/aws4_request';
    const url = `${standIn.endpoint}/2013-04-01/hostedzone${path}`;
    const reply = await fetch(url, { method: 'POST', headers: { authorization }, body });
    return { status: reply.status, text: await reply.text() };
  };
  const vpcIn = (vpcId: string) => `<VPC><VPCRegion>us-east-1</VPCRegion><VPCId>${vpcId}</VPCId></VPC>`;
  const createZone = (vpcId: string, zone: string) =>
    route53(
      '',
      `<CreateHostedZoneRequest><CallerReference>${vpcId}${zone}</CallerReference><Name>${zone}</Name>${vpcIn(vpcId)}</CreateHostedZoneRequest>`,
    );
  const refused = {
    status: 400,
    text: expect.stringMatching(
      /ConflictingDomainExists.* has already been associated with the hosted zone \w+ with the same domain name/,
    ) as string,
  };

  it('are refused: a hosted zone, and its association with one more VPC', async () => {
    const [{ vpcId }, other] = [await newVpc(), await newVpc()];
    const { status, text } = await createZone(vpcId, apiName);
    const id = /<Id>\/hostedzone\/(\w+)<\/Id>/.exec(text)?.[1] ?? '';
    expect(status).toBe(201);
    expect(await createZone(vpcId, apiName)).toEqual(refused);
    expect(await createZone(vpcId, name)).toMatchObject({ status: 201 });
    const associate = () =>
      route53(
        `/${id}/associatevpc`,
        `<AssociateVPCWithHostedZoneRequest>${vpcIn(other.vpcId)}</AssociateVPCWithHostedZoneRequest>`,
      );
    expect(await associate()).toMatchObject({ status: 200 });
    expect(await associate()).toEqual(refused);
  });

  it('are refused: a hosted zone where an endpoint has private DNS, and one below it is not', async () => {
    const { vpcId, subnetId } = await newVpc();
    await createEndpoint(vpcId, subnetId, 'true');
    expect(await createZone(vpcId, name)).toEqual(refused);
    expect(await createZone(vpcId, apiName)).toMatchObject({ status: 201 });
  });

  it('are refused: private DNS of an endpoint where a hosted zone or another endpoint has the name', async () => {
    const [zoned, vpc] = [await newVpc(), await newVpc()];
    const conflict = `already a conflicting DNS domain for ${name}`;
    await createZone(zoned.vpcId, name);
    await expect(createEndpoint(zoned.vpcId, zoned.subnetId, 'true')).rejects.toThrow(conflict);
    const first = await createEndpoint(vpc.vpcId, vpc.subnetId, 'true');
    const second = await createEndpoint(vpc.vpcId, vpc.subnetId, 'false');
    const modify = (VpcEndpointId: string) =>
      ec2('ModifyVpcEndpoint', { VpcEndpointId, PrivateDnsEnabled: 'true' });
    await expect(modify(second)).rejects.toThrow(conflict);
    await modify(first);
  });
});

describe('interface endpoints that are created at the same time', () => {
  it('have different addresses', async () => {
    const { vpcId, subnetId } = await createNetwork();
    const services = ['sts', 'logs', 'sagemaker.api', 'sagemaker.runtime', 'servicecatalog'];
    await Promise.all(
      services.map((service) =>
        ec2('CreateVpcEndpoint', {
          VpcId: vpcId,
          ServiceName: `com.amazonaws.us-east-1.${service}`,
          VpcEndpointType: 'Interface',
          PrivateDnsEnabled: 'false',
          'SubnetId.1': subnetId,
        }),
      ),
    );
    const filter = { 'Filter.1.Name': 'subnet-id', 'Filter.1.Value.1': subnetId };
    const described = find(await ec2('DescribeNetworkInterfaces', filter), 'networkInterfaceSet');
    const addresses = described?.children.map((item) => childText(item, 'privateIpAddress'));
    expect(new Set(addresses).size).toBe(services.length);
  });
});

describe('user pools', () => {
  const cognito = (operation: string, request: Record<string, unknown>) =>
    json(standIn, 'cognito-idp', `AWSCognitoIdentityProviderService.${operation}`, request);

  it('cannot be deleted while their deletion protection is active', async () => {
    const { UserPool: pool } = await cognito('CreateUserPool', {
      PoolName: 'studio',
      DeletionProtection: 'ACTIVE',
    });
    expect(pool).toMatchObject({ UserPoolTier: 'ESSENTIALS' });
    const { Id: UserPoolId } = pool as { Id: string };
    await expect(cognito('DeleteUserPool', { UserPoolId })).rejects.toThrow(
      'deletion protection is activated',
    );
    await cognito('UpdateUserPool', { UserPoolId, DeletionProtection: 'INACTIVE' });
    await expect(cognito('DeleteUserPool', { UserPoolId })).resolves.toBeDefined();
  });
});

describe("users of a pool that ignores case, and of one that doesn't", () => {
  const cognito = (operation: string, request: Record<string, unknown>) =>
    json(standIn, 'cognito-idp', `AWSCognitoIdentityProviderService.${operation}`, request);

  it.each([
    [false, 'UsernameExistsException'],
    [true, undefined],
  ])('CaseSensitive %s', async (CaseSensitive, error) => {
    const { UserPool: pool } = await cognito('CreateUserPool', {
      PoolName: 'people',
      UsernameConfiguration: { CaseSensitive },
    });
    const { Id: UserPoolId } = pool as { Id: string };
    const create = (Username: string) => cognito('AdminCreateUser', { UserPoolId, Username });
    await create('alice');
    if (error === undefined) await expect(create('ALICE')).resolves.toBeDefined();
    else await expect(create('ALICE')).rejects.toThrow(error);
    await cognito('AdminDeleteUser', { UserPoolId, Username: 'alice' });
    const Username = CaseSensitive ? 'Alice' : 'alice';
    expect(await create('Alice')).toMatchObject({ User: { Username } });
    expect(await cognito('AdminGetUser', { UserPoolId, Username: 'Alice' })).toMatchObject({ Username });
  });

  it.each([
    [false, 'alice'],
    [true, 'UserNotFoundException'],
  ])('a sign-in with the name in capitals, CaseSensitive %s', async (CaseSensitive, result) => {
    const { UserPool: pool } = await cognito('CreateUserPool', {
      PoolName: 'people',
      UsernameConfiguration: { CaseSensitive },
    });
    const { Id: UserPoolId } = pool as { Id: string };
    const { UserPoolClient: client } = await cognito('CreateUserPoolClient', {
      UserPoolId,
      ClientName: 'studio',
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    });
    const { ClientId } = client as { ClientId: string };
    const password = 'Aa1!aaaaaaaaaaaa';
    await cognito('AdminCreateUser', { UserPoolId, Username: 'alice', TemporaryPassword: password });
    const signIn = cognito('InitiateAuth', {
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId,
      AuthParameters: { USERNAME: 'ALICE', PASSWORD: password },
    });
    if (CaseSensitive) {
      await expect(signIn).rejects.toThrow(result);
      return;
    }
    const { Session } = await signIn;
    const { AuthenticationResult: tokens } = await cognito('RespondToAuthChallenge', {
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
      ClientId,
      Session,
      ChallengeResponses: { USERNAME: 'ALICE', NEW_PASSWORD: `${password}b` },
    });
    const { AccessToken } = tokens as { AccessToken: string };
    expect(claimsOf(AccessToken)).toMatchObject({ username: result });
  });
});

describe('functions', () => {
  const lambdaTrust = {
    Effect: 'Allow',
    Principal: { Service: 'lambda.amazonaws.com' },
    Action: 'sts:AssumeRole',
  };
  // https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions
  const interfaceActions = [
    ...['CreateNetworkInterface', 'DescribeNetworkInterfaces', 'DeleteNetworkInterface'],
    ...['DescribeSubnets', 'AssignPrivateIpAddresses', 'UnassignPrivateIpAddresses'],
  ].map((action) => `ec2:${action}`);
  const interfaces = (Resource: string, Action: readonly string[] = interfaceActions) => ({
    Effect: 'Allow',
    Action,
    Resource,
  });
  const document = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
  let count = 0;

  /** Creates a function with a role of its own. */
  async function create({ trust = lambdaTrust, permission, ...settings }: CreateOptions) {
    const name = `function-${(count += 1)}`;
    const iam = { Version: '2010-05-08', RoleName: name };
    await query(standIn, 'iam', {
      ...iam,
      Action: 'CreateRole',
      AssumeRolePolicyDocument: document(trust),
    });
    if (permission) {
      const policy = { PolicyName: 'all', PolicyDocument: document(permission) };
      await query(standIn, 'iam', { ...iam, ...policy, Action: 'PutRolePolicy' });
    }
    const { status, body } = await rest('lambda', 'POST', '/2015-03-31/functions', {
      FunctionName: name,
      Role: `arn:aws:iam::${accountId}:role/${name}`,
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Code: { ZipFile: Buffer.from(zipSync({ 'index.mjs': Buffer.from('') })).toString('base64') },
      ...settings,
    });
    return { name, status, message: body.message };
  }

  interface CreateOptions {
    readonly trust?: object;
    readonly permission?: object;
    readonly LoggingConfig?: object;
    readonly VpcConfig?: object;
  }

  const inVpc = async () => {
    const { subnetId } = await createNetwork();
    return { SubnetIds: [subnetId], SecurityGroupIds: [] };
  };

  it('are refused while Lambda cannot assume their role', async () => {
    const trust = { ...lambdaTrust, Principal: { Service: 'edgelambda.amazonaws.com' } };
    expect(await create({ trust })).toMatchObject({
      status: 400,
      message: 'The role defined for the function cannot be assumed by Lambda.',
    });
  });

  it.each<[string, object | undefined, number]>([
    ['nothing', undefined, 400],
    ['interfaces, but not subnets', interfaces('arn:aws:ec2:*:*:network-interface/*'), 400],
    ...interfaceActions.map<[string, object, number]>((missing) => {
      const others = interfaceActions.filter((action) => action !== missing);
      return [`all but ${missing}`, interfaces('*', others), 400];
    }),
    ['all of it', interfaces('*'), 201],
  ])('in a VPC need a role that may manage interfaces: %s', async (_, permission, status) => {
    const created = await create({ VpcConfig: await inVpc(), ...(permission && { permission }) });
    expect(created.status).toBe(status);
    if (status === 400) expect(created.message).toMatch(/permissions to call \w+ on EC2$/);
  });

  it('prevent the deletion of their subnets', async () => {
    const VpcConfig = await inVpc();
    const { name } = await create({ VpcConfig, permission: interfaces('*') });
    const [SubnetId = ''] = VpcConfig.SubnetIds;
    await expect(ec2('DeleteSubnet', { SubnetId })).rejects.toThrow('DependencyViolation');
    const nowhere = { VpcConfig: { SubnetIds: [], SecurityGroupIds: [] } };
    await rest('lambda', 'PUT', `/2015-03-31/functions/${name}/configuration`, nowhere);
    await expect(ec2('DeleteSubnet', { SubnetId })).resolves.toBeDefined();
  });

  it('are moved into a VPC only with such a role', async () => {
    const { name } = await create({});
    const path = `/2015-03-31/functions/${name}/configuration`;
    expect(await rest('lambda', 'PUT', path, { VpcConfig: await inVpc() })).toMatchObject({ status: 400 });
    expect(await rest('lambda', 'PUT', path, { Timeout: 5 })).toMatchObject({ status: 200 });
  });

  it('keep their logging configuration', async () => {
    const LoggingConfig = { LogFormat: 'JSON', SystemLogLevel: 'WARN', LogGroup: '/studio/authorizer' };
    const { name, status } = await create({ LoggingConfig });
    expect(status).toBe(201);
    const { body } = await rest('lambda', 'GET', `/2015-03-31/functions/${name}`);
    expect(body.Configuration).toMatchObject({
      LoggingConfig: { ...LoggingConfig, ApplicationLogLevel: 'INFO' },
    });
  });
});

describe('listResources', () => {
  it('lists created resources, by their chosen ids, and not those of a new account', async () => {
    const other = await startStandIn({ hostEnvironment: { ...process.env, ...ofTheUser }, accountId });
    try {
      expect(await listResources(other)).toEqual([]);
      expect(await createTransitGateway(other, 'tgw-0123456789abcdef0')).toBe('tgw-0123456789abcdef0');
      expect(await createTransitGateway(other)).toMatch(/^tgw-[0-9a-f]{17}$/);
      expect(await listResources(other)).toEqual([
        'ec2 tgw-0123456789abcdef0',
        expect.stringMatching(/^ec2 tgw-[0-9a-f]{17}$/),
      ]);
    } finally {
      await other.stop();
    }
  });
});
