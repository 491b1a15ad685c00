import { setTimeout } from 'node:timers/promises';
import {
  AddTagsCommand,
  CreateAppCommand,
  CreateDomainCommand,
  CreatePresignedDomainUrlCommand,
  CreateSpaceCommand,
  CreateUserProfileCommand,
  DeleteAppCommand,
  DeleteDomainCommand,
  DeleteSpaceCommand,
  DeleteTagsCommand,
  DeleteUserProfileCommand,
  DescribeAppCommand,
  DescribeDomainCommand,
  DescribeSpaceCommand,
  DescribeUserProfileCommand,
  ListAppsCommand,
  ListDomainsCommand,
  ListSpacesCommand,
  type ListSpacesCommandInput,
  type ListSpacesCommandOutput,
  ListTagsCommand,
  ListUserProfilesCommand,
  SageMakerClient,
  UpdateDomainCommand,
  UpdateUserProfileCommand,
} from '@aws-sdk/client-sagemaker';
import { scarceInstanceType } from '../../stand-in/sagemaker/apps';
import { deletionMilliseconds } from '../../stand-in/sagemaker/fading';
import { findAll } from '../../shared/xml-tree';
import { accountId, idIn, SharedStandIn } from '../../test-support/stand-in';

const shared = new SharedStandIn();
const { createNetwork, ec2, rest } = shared;
const role = `arn:aws:iam::${accountId}:role/studio`;

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
      endpoint: shared.running.endpoint,
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

  it.each<['Retain' | 'Delete', number]>([
    ['Retain', 1],
    ['Delete', 0],
  ])('makes a home file system with a domain; a deletion that says %s leaves %i', async (policy, left) => {
    const own = await createNetwork();
    const created = await client.send(
      new CreateDomainCommand({
        DomainName: `home-${policy}`,
        AuthMode: 'IAM',
        VpcId: own.vpcId,
        SubnetIds: [own.subnetId],
        DefaultUserSettings: { ExecutionRole: role },
      }),
    );
    const DomainId = created.DomainId ?? '';
    const { HomeEfsFileSystemId: id = '' } = await client.send(new DescribeDomainCommand({ DomainId }));
    const efs = async (path: string) => (await rest('elasticfilesystem', 'GET', path)).body;
    const targets = () => efs(`/2015-02-01/mount-targets?FileSystemId=${id}`);
    expect(await targets()).toMatchObject({ MountTargets: [{ SubnetId: own.subnetId }] });
    const groups = async () => {
      const filter = { 'Filter.1.Name': 'vpc-id', 'Filter.1.Value.1': own.vpcId };
      const found = findAll(await ec2('DescribeSecurityGroups', filter), 'groupName');
      return found.map(({ text }) => text).filter((name) => name !== 'default');
    };
    const names = ['inbound', 'outbound'].map((way) => `security-group-for-${way}-nfs-${DomainId}`);
    expect(await groups()).toEqual(names);
    // by this tag a policy can tell them from those of other domains
    const tag = {
      'Filter.1.Name': 'tag:ManagedByAmazonSageMakerResource',
      'Filter.1.Value.1': created.DomainArn ?? '',
    };
    expect(findAll(await ec2('DescribeSecurityGroups', tag), 'groupName').map(({ text }) => text)).toEqual(
      names,
    );
    await expect(ec2('DeleteSubnet', { SubnetId: own.subnetId })).rejects.toThrow('DependencyViolation');

    await client.send(new DeleteDomainCommand({ DomainId, RetentionPolicy: { HomeEfsFileSystem: policy } }));
    expect(await groups()).toHaveLength(left * 2);
    const { FileSystems = [] } = (await efs('/2015-02-01/file-systems')) as {
      FileSystems?: { FileSystemId: string }[];
    };
    expect(FileSystems.filter(({ FileSystemId }) => FileSystemId === id)).toHaveLength(left);
    if (left === 0) {
      await ec2('DeleteSubnet', { SubnetId: own.subnetId });
      await ec2('DeleteVpc', { VpcId: own.vpcId });
      return;
    }
    const { MountTargets: [target] = [] } = (await targets()) as {
      MountTargets?: { MountTargetId: string }[];
    };
    const gone = await fetch(
      `${shared.running.endpoint}/2015-02-01/mount-targets/${target?.MountTargetId ?? ''}`,
      {
        method: 'DELETE',
        headers: {
          authorization: 'AWS4-HMAC-SHA256 Credential=lab/20200101/us-east-1/elasticfilesystem/aws4_request',
        },
      },
    );
    expect(gone.status).toBe(204);
    await ec2('DeleteSubnet', { SubnetId: own.subnetId });
    // the groups keep the VPC, and each the other
    await expect(ec2('DeleteVpc', { VpcId: own.vpcId })).rejects.toThrow('DependencyViolation');
    const filter = { 'Filter.1.Name': 'group-name', 'Filter.1.Value.1': names[0] ?? '' };
    const inbound = idIn(await ec2('DescribeSecurityGroups', filter), 'groupId');
    await expect(ec2('DeleteSecurityGroup', { GroupId: inbound })).rejects.toThrow('DependencyViolation');
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

  it('lists profiles; nobody has an app or a space yet', async () => {
    await profile('bob');
    const names = async (UserProfileNameContains: string) => {
      const request = { DomainIdEquals: domainId, UserProfileNameContains };
      const { UserProfiles } = await client.send(new ListUserProfilesCommand(request));
      return UserProfiles?.map(({ UserProfileName }) => UserProfileName);
    };
    expect(await names('')).toEqual(['alice', 'bob']);
    expect(await names('ALI')).toEqual(['alice']);
    expect((await client.send(new ListAppsCommand())).Apps).toEqual([]);
    expect((await client.send(new ListSpacesCommand())).Spaces).toEqual([]);
  });

  it('deletes a profile only after its apps, then its spaces, and takes time for each', async () => {
    const DomainId = domainId;
    const app = { DomainId, SpaceName: 'carols', AppType: 'JupyterLab' as const, AppName: 'default' };
    const used = { name: 'ResourceInUse' };
    await profile('carol');
    await client.send(
      new CreateSpaceCommand({
        DomainId,
        SpaceName: 'carols',
        OwnershipSettings: { OwnerUserProfileName: 'carol' },
        SpaceSharingSettings: { SharingType: 'Private' },
      }),
    );
    await client.send(new CreateAppCommand(app));
    const failed = { ...app, AppType: 'CodeEditor' as const };
    const ResourceSpec = { InstanceType: scarceInstanceType } as const;
    await client.send(new CreateAppCommand({ ...failed, ResourceSpec }));
    const deleteProfile = () =>
      client.send(new DeleteUserProfileCommand({ DomainId, UserProfileName: 'carol' }));
    const deleteSpace = () => client.send(new DeleteSpaceCommand({ DomainId, SpaceName: 'carols' }));
    const apps = async () =>
      (await client.send(new ListAppsCommand({ DomainIdEquals: DomainId, SpaceNameEquals: 'carols' }))).Apps;
    const spaces = async () =>
      (await client.send(new ListSpacesCommand({ DomainIdEquals: DomainId }))).Spaces;

    await expect(deleteProfile()).rejects.toMatchObject(used);
    await expect(deleteSpace()).rejects.toMatchObject(used);
    await client.send(new DeleteAppCommand(app));
    expect(await apps()).toMatchObject([
      { ...app, Status: 'Deleting' },
      { ...failed, Status: 'Failed' },
    ]);
    expect(await client.send(new DescribeAppCommand(failed))).toMatchObject({
      FailureReason: expect.stringContaining('InsufficientCapacityError') as string,
    });
    // one that has failed holds its space, too
    await setTimeout(deletionMilliseconds);
    await expect(deleteSpace()).rejects.toMatchObject(used);
    await client.send(new DeleteAppCommand(failed));
    await setTimeout(deletionMilliseconds);
    // a deleted app stays in the list
    expect(await apps()).toMatchObject([
      { ...app, Status: 'Deleted' },
      { ...failed, Status: 'Deleted' },
    ]);
    await expect(client.send(new DeleteAppCommand(failed))).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'App [CodeEditor/default] has already been deleted.',
    });

    await deleteSpace();
    const summary = { SpaceName: 'carols', OwnershipSettingsSummary: { OwnerUserProfileName: 'carol' } };
    expect(await spaces()).toMatchObject([{ ...summary, Status: 'Deleting' }]);
    await expect(deleteProfile()).rejects.toMatchObject(used);
    await setTimeout(deletionMilliseconds);
    expect(await spaces()).toEqual([]);
    await expect(
      client.send(new DescribeSpaceCommand({ DomainId, SpaceName: 'carols' })),
    ).rejects.toMatchObject({ name: 'ResourceNotFound' });
    await deleteProfile();
  });

  it.each([
    ['a space of nobody', { SpaceName: 'x1', OwnershipSettings: { OwnerUserProfileName: 'nobody' } }],
    ['a space without an owner', { SpaceName: 'x2' }],
    ['a space of no kind', { SpaceName: 'x3', OwnershipSettings: { OwnerUserProfileName: 'bob' } }],
  ])('refuses %s', async (_, request) => {
    await expect(client.send(new CreateSpaceCommand({ DomainId: domainId, ...request }))).rejects.toThrow();
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

  it('lists spaces in pages of ten or as asked, in either order, with owner, kind and app', async () => {
    const names = Array.from({ length: 12 }, (_, index) => `paged-${index + 10}`);
    for (const SpaceName of names) {
      await client.send(
        new CreateSpaceCommand({
          DomainId: domainId,
          SpaceName,
          OwnershipSettings: { OwnerUserProfileName: 'bob' },
          SpaceSharingSettings: { SharingType: 'Shared' },
          SpaceSettings: { AppType: 'CodeEditor' },
        }),
      );
    }
    const page = (more: ListSpacesCommandInput) =>
      client.send(new ListSpacesCommand({ DomainIdEquals: domainId, ...more }));
    const shown = ({ Spaces = [] }: ListSpacesCommandOutput) => Spaces.map(({ SpaceName }) => SpaceName);
    const first = await page({});
    expect(shown(first)).toEqual(names.slice(0, 10));
    expect(first.Spaces?.[0]).toMatchObject({
      Status: 'InService',
      OwnershipSettingsSummary: { OwnerUserProfileName: 'bob' },
      SpaceSharingSettingsSummary: { SharingType: 'Shared' },
      SpaceSettingsSummary: { AppType: 'CodeEditor' },
    });
    const second = await page({ NextToken: first.NextToken });
    expect([shown(second), second.NextToken]).toEqual([names.slice(10), undefined]);
    const descending = { SortBy: 'LastModifiedTime', SortOrder: 'Descending', MaxResults: 100 } as const;
    expect(shown(await page(descending))).toEqual(names.toReversed());
    await expect(page({ MaxResults: 101 })).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(page({ NextToken: 'made up' })).rejects.toMatchObject({ name: 'ValidationException' });
    const described = await client.send(
      new DescribeSpaceCommand({ DomainId: domainId, SpaceName: 'paged-10' }),
    );
    expect(described).toMatchObject({
      SpaceName: 'paged-10',
      OwnershipSettings: { OwnerUserProfileName: 'bob' },
      SpaceSharingSettings: { SharingType: 'Shared' },
      SpaceSettings: { AppType: 'CodeEditor' },
      Status: 'InService',
    });
    // AWS documents no check of the owner
    await client.send(
      new CreatePresignedDomainUrlCommand({
        DomainId: domainId,
        UserProfileName: 'alice',
        SpaceName: 'paged-10',
        LandingUri: 'app:CodeEditor:',
      }),
    );
    for (const SpaceName of names)
      await client.send(new DeleteSpaceCommand({ DomainId: domainId, SpaceName }));
    await setTimeout(deletionMilliseconds);
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
    [
      'a space that is not there',
      { SpaceName: 'nothing' },
      'ResourceNotFound',
      'Space [nothing] does not exist',
    ],
    [
      'a malformed space name',
      { SpaceName: '../bobs' },
      'ValidationException',
      "Value '../bobs' at 'spaceName'",
    ],
    [
      'a landing page elsewhere',
      { LandingUri: 'https://evil.example' },
      'ValidationException',
      "'landingUri'",
    ],
    ['a landing page of no app', { LandingUri: 'app:Vim:' }, 'ValidationException', "'landingUri'"],
    [
      'a long landing page',
      { LandingUri: `studio::${'a'.repeat(1016)}` },
      'ValidationException',
      "'landingUri'",
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

  it('keeps a new profile pending for a while, without a URL, a space or an end', async () => {
    const { profileSettings } = shared.running;
    const named = { DomainId: domainId, UserProfileName: 'newcomer' };
    const status = async () => (await client.send(new DescribeUserProfileCommand(named))).Status;
    const url = () => client.send(new CreatePresignedDomainUrlCommand(named));
    profileSettings.pendingMilliseconds = 30_000;
    await profile('newcomer');
    profileSettings.pendingMilliseconds = 0;
    expect(await status()).toBe('Pending');
    await expect(profile('newcomer')).rejects.toMatchObject({ name: 'ResourceInUse' });
    await expect(url()).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(client.send(new DeleteUserProfileCommand(named))).rejects.toMatchObject({
      name: 'ResourceInUse',
    });
    const space = new CreateSpaceCommand({
      DomainId: domainId,
      SpaceName: 'early',
      OwnershipSettings: { OwnerUserProfileName: 'newcomer' },
      SpaceSharingSettings: { SharingType: 'Private' },
    });
    await expect(client.send(space)).rejects.toMatchObject({ name: 'ValidationException' });
    const later = Date.now() + 30_000;
    jest.spyOn(Date, 'now').mockReturnValue(later);
    try {
      expect(await status()).toBe('InService');
      await url();
      await client.send(new DeleteUserProfileCommand(named));
    } finally {
      jest.restoreAllMocks();
    }
  });

  it('makes no more profiles than the quota of the account allows', async () => {
    const { profileSettings } = shared.running;
    const { UserProfiles = [] } = await client.send(
      new ListUserProfilesCommand({ DomainIdEquals: domainId }),
    );
    profileSettings.quota = UserProfiles.length;
    try {
      await expect(profile('one-too-many')).rejects.toMatchObject({ name: 'ResourceLimitExceeded' });
    } finally {
      profileSettings.quota = Infinity;
    }
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
