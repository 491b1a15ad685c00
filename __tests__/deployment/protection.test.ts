import { cognito } from '../../lab/cognito/control-plane';
import { json } from '../../lab/shared/aws-client';
import { listResources, startStandIn } from '../../lab/stand-in';
import { LivingDeployment } from '../../test-support/living-deployment';
import type { StackId } from '../../config/stack-ids';

// Terraform starts the provider for each plan; the limit only ends a hanging one
jest.setTimeout(900_000);

type Changes = Readonly<Record<string, unknown>>;

const policyArn = 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess';
const domain = (settings: object = {}): Changes => ({
  'studio.domain': { create: { name: 'studio', executionPolicyArns: [policyArn], ...settings } },
});
const deployed = domain();
const withoutBob: Changes = { ...deployed, 'studio.users': ['alice'] };
const removing: Changes = { ...withoutBob, 'studio.removedUsers': ['bob'] };
const inIreland: Changes = {
  ...deployed,
  region: 'eu-west-1',
  'network.vpc': { create: { cidr: '10.20.0.0/16', availabilityZones: ['eu-west-1a', 'eu-west-1b'] } },
};
const unprotected: Changes = { protectFromDestroy: false };
const stacks = ['network', 'identity', 'studio'] as const;

/** What is changed in the environment file · stack whose plan is refused · what the refusal says. */
const refused: [string, Changes, StackId, string[]][] = [
  [
    'a user is left out: their sign-in',
    withoutBob,
    'identity',
    ['aws_cognito_user.login["bob"] has lifecycle.prevent_destroy set'],
  ],
  [
    'a user is left out: their profile',
    withoutBob,
    'studio',
    ['aws_sagemaker_user_profile.profile["bob"] has lifecycle.prevent_destroy set'],
  ],
  [
    'the domain is to be taken for an existing one',
    { 'studio.domain': { existing: { domainId: 'd-0123456789ab' } } },
    'studio',
    [
      'aws_sagemaker_domain.domain[0] has lifecycle.prevent_destroy set',
      'studio.domain: this stack was deployed with create, and now it is existing.',
      'add "release": ["studio.domain"]',
    ],
  ],
  [
    'another name, key and end of the home directories of the domain',
    domain({
      name: 'other',
      kmsKeyArn: 'arn:aws:kms:us-east-1:111122223333:key/11111111-2222-3333-4444-555555555555',
      homeFileSystemOnDestroy: 'delete',
    }),
    'studio',
    [
      'studio.domain.create.name: this stack was deployed with studio, and now it is other.',
      'studio.domain.create.kmsKeyArn: this stack was deployed with the key that AWS manages',
      'studio.domain.create.homeFileSystemOnDestroy: this stack was deployed with retain, and now it is delete.',
    ],
  ],
  [
    'another end of the home directories, without protection',
    { ...domain({ homeFileSystemOnDestroy: 'delete' }), ...unprotected },
    'studio',
    [
      'studio.domain.create.homeFileSystemOnDestroy: this stack was deployed with retain, and now it is delete.',
    ],
  ],
  [
    'another region, without protection',
    { ...inIreland, ...unprotected },
    'studio',
    [
      'region: this stack was deployed with us-east-1, and now it is eu-west-1.',
      'Put the former region back',
    ],
  ],
];

describe('a living deployment', () => {
  let living: LivingDeployment;
  let account: string[];

  beforeAll(async () => {
    living = await LivingDeployment.start();
    living.synthesize(deployed);
    await applied('network');
    await Promise.all([applied('identity'), applied('studio')]);
    account = await listResources(living.standIn);
  });
  afterAll(() => living.stop());

  const applied = async (stack: StackId) => {
    const { exitCode, text } = await living.apply(stack);
    expect({ stack, exitCode, text: exitCode === 0 ? '' : text }).toEqual({ stack, exitCode: 0, text: '' });
  };

  const changesOf = async (stack: StackId) => {
    const { exitCode, text, changes } = await living.plan(stack);
    if (exitCode === 1) throw new Error(text);
    return changes;
  };

  const sageMaker = (operation: string, request: Record<string, unknown>) =>
    json(living.standIn, 'sagemaker', `SageMaker.${operation}`, request);

  const inPool = async (operation: string, request: Record<string, unknown>) => {
    const UserPoolId = await living.output('identity', 'user_pool_id');
    return cognito(living.standIn, operation, { UserPoolId, ...request });
  };

  it('of a former version is taken over: records are added, users move, nothing else changes', async () => {
    await useFormerAddresses();
    living.synthesize(deployed);
    const [identity, studio] = await Promise.all([changesOf('identity'), changesOf('studio')]);
    for (const change of [...identity, ...studio])
      expect(change).toMatch(/^create terraform_data\.recorded-/);
    expect(identity).toHaveLength(3);
    await Promise.all([applied('identity'), applied('studio')]);
    expect(await listResources(living.standIn)).toEqual(account);
  });

  /** Gives users' resources the addresses that they had before they became instances of one resource. */
  const useFormerAddresses = async ({ attachments = true } = {}) => {
    for (const stack of ['identity', 'studio'] as const) {
      for (const address of await living.addresses(stack)) {
        if (address.startsWith('terraform_data.')) {
          await living.changeState(stack, 'rm', address);
          continue;
        }
        const [, resource = '', user = '', policy] = /^([^[]+)\["([^ ]+)(?: (.+))?"\]$/.exec(address) ?? [];
        if (user === '' || (policy !== undefined && !attachments)) continue;
        // former versions had none
        if (resource === 'aws_iam_role_policy.execution-limits' || resource.includes('.own-apps')) continue;
        // first digits of the SHA-256 of the policy's ARN
        const former = policy === undefined ? `${resource}-${user}` : `${resource}-87437452-${user}`;
        await living.changeState(stack, 'mv', address, former);
      }
    }
  };

  it.each(refused)('refuses the plan when: %s', async (_, changes, stack, words) => {
    living.synthesize(changes);
    const { exitCode, text } = await living.plan(stack);
    for (const said of words) expect(text).toContain(said);
    expect(exitCode).toBe(1);
    expect(await listResources(living.standIn)).toEqual(account);
  });

  it('would lose a user without the protection: the refusals above can fail', async () => {
    living.synthesize(withoutBob);
    living.edit((text) => text.replaceAll('"prevent_destroy": true', '"prevent_destroy": false'));
    expect(await changesOf('identity')).toEqual(['delete aws_cognito_user.login["bob"]']);
  });

  it('refuses the plan when its environment file has another name', async () => {
    living.synthesize(deployed, 'other');
    const { exitCode, text } = await living.plan('identity');
    expect(text).toContain('name: this stack was deployed with example, and now it is other.');
    expect(exitCode).toBe(1);
  });

  it("refuses the plan with another account's credentials, also if the environment file allows them", async () => {
    const other = await startStandIn({ hostEnvironment: process.env, accountId: '444455556666' });
    living.synthesize({ ...deployed, allowedAccountIds: ['111122223333', '444455556666'] });
    const { exitCode, text } = await living.plan('identity', other.environment).finally(() => other.stop());
    expect(text).toContain('account: this stack was deployed with 111122223333, and now it is 444455556666.');
    expect(exitCode).toBe(1);
  });

  it.each(stacks)(
    'is not forgotten by a destroy in another region, also without protection: %s',
    async (stack) => {
      living.synthesize({ ...inIreland, ...unprotected });
      const before = await living.addresses(stack);
      const { exitCode, text } = await living.destroy(stack);
      expect(text).toContain('region: this stack was deployed with us-east-1, and now it is eu-west-1.');
      expect(exitCode).toBe(1);
      expect(await living.addresses(stack)).toEqual(before);
      expect(await listResources(living.standIn)).toEqual(account);
    },
  );

  it('changes nothing when users are put into another order', async () => {
    living.synthesize({ ...deployed, 'studio.users': ['bob', 'alice'] });
    expect(await changesOf('identity')).toEqual([]);
    // the output lists users in the order of the environment file
    expect(await changesOf('studio')).toEqual([]);
  });

  it('warns of nothing while the account is as the environment file says', async () => {
    living.synthesize(deployed);
    for (const stack of ['identity', 'studio'] as const) {
      const { text } = await living.plan(stack);
      expect([stack, text.includes('Check block assertion failed')]).toEqual([stack, false]);
    }
  });

  it('leaves users as administrators and they themselves have changed them, and tells who is disabled', async () => {
    await inPool('AdminDisableUser', { Username: 'bob' });
    await inPool('AdminUpdateUserAttributes', {
      Username: 'alice',
      UserAttributes: [{ Name: 'nickname', Value: 'al' }],
    });
    await inPool('AdminSetUserPassword', {
      Username: 'alice',
      Password: 'Aa1!aaaaaaaaaaaa',
      Permanent: true,
    });
    living.synthesize(deployed);
    const { exitCode, text } = await living.plan('identity');
    expect(text).toContain('Warning: Check block assertion failed');
    expect(text).toContain('studio.users: disabled in Cognito, which a deployment does not change: bob.');
    expect(exitCode).toBe(0);
    await applied('identity');
    expect(await inPool('AdminGetUser', { Username: 'bob' })).toMatchObject({ Enabled: false });
  });

  it('leaves the domain as administrators have changed it, and tells what is hostile', async () => {
    const DomainId = await living.output('studio', 'domain_id');
    const evilRole = 'arn:aws:iam::111122223333:role/evil';
    const before = await sageMaker('DescribeDomain', { DomainId });
    await sageMaker('UpdateDomain', {
      DomainId,
      AppNetworkAccessType: 'PublicInternetOnly',
      TagPropagation: 'ENABLED',
      DefaultUserSettings: {
        DefaultLandingUri: 'app:JupyterServer:',
        CustomFileSystemConfigs: [{ EFSFileSystemConfig: { FileSystemId: 'fs-0123456789abcdef0' } }],
        ExecutionRole: evilRole,
        SecurityGroups: ['sg-0123456789abcdef0'],
        StudioWebPortal: 'DISABLED',
        SharingSettings: { NotebookOutputOption: 'Allowed', S3OutputPath: 's3://evil' },
        JupyterLabAppSettings: {
          LifecycleConfigArns: ['arn:aws:sagemaker:us-east-1:111122223333:studio-lifecycle-config/evil'],
          BuiltInLifecycleConfigArn: 'arn:aws:sagemaker:us-east-1:111122223333:studio-lifecycle-config/evil',
          CustomImages: [{ ImageName: 'evil', AppImageConfigName: 'evil' }],
          CodeRepositories: [{ RepositoryUrl: 'https://example.com/evil.git' }],
          EmrSettings: { AssumableRoleArns: [evilRole] },
        },
      },
      DomainSettingsForUpdate: {
        ExecutionRoleIdentityConfig: 'DISABLED',
        DockerSettings: { EnableDockerAccess: 'ENABLED' },
        SecurityGroupIds: ['sg-0123456789abcdef0'],
      },
      DefaultSpaceSettings: { ExecutionRole: evilRole },
    });
    living.synthesize(deployed);
    const { exitCode, text } = await living.plan('studio');
    const warnings = [
      'network access of the domain',
      'default security groups of the domain',
      'default execution role of the domain',
      'Studio for people of the domain',
      'source identity of roles of the domain',
      'Docker access of the domain',
      'sharing of notebook output of the domain',
      'lifecycle configurations of the domain',
      'settings for shared spaces of the domain',
      'security groups of its own of the domain',
      'landing page of the domain',
      'built-in lifecycle configurations of the domain',
      'custom images of the domain',
      'code repositories of the domain',
      'roles for EMR of the domain',
      'file systems of the domain',
      'propagation of tags of the domain',
    ];
    for (const what of warnings) expect(text).toContain(`studio.domain: ${what}`);
    expect(text).toContain('expected "VpcOnly", got "PublicInternetOnly".');
    expect(exitCode).toBe(0);
    await applied('studio');
    expect(await sageMaker('DescribeDomain', { DomainId })).toMatchObject({
      DefaultUserSettings: { ExecutionRole: evilRole },
    });

    const { DefaultUserSettings } = before;
    await sageMaker('UpdateDomain', {
      DomainId,
      AppNetworkAccessType: 'VpcOnly',
      VpcId: before.VpcId,
      SubnetIds: before.SubnetIds,
      DefaultUserSettings,
      DomainSettingsForUpdate: {
        ExecutionRoleIdentityConfig: 'USER_PROFILE_NAME',
        DockerSettings: {},
        SecurityGroupIds: [],
      },
      DefaultSpaceSettings: {},
      TagPropagation: 'DISABLED',
    });
  });

  const groupOfCarol = [
    'aws_security_group.own-apps["carol"]',
    'aws_vpc_security_group_egress_rule.own-apps-to-apps["carol"]',
    'aws_vpc_security_group_ingress_rule.own-apps-from-apps["carol"]',
  ];
  const nameOfCarol = 'terraform_data.protectFromDestroy-studio-removedUsers["carol"]';

  it.each<[string, Changes, string[]]>([
    ['by an environment file without removed users', deployed, []],
    ['while somebody else is removed', { ...deployed, 'studio.removedUsers': ['carol'] }, [nameOfCarol]],
  ])('keeps a user whose removal stopped half-way and is taken back %s', async (_, takenBack, records) => {
    // the deployment moved the user out of the protected block, and failed to delete them
    await living.changeState(
      'identity',
      'mv',
      'aws_cognito_user.login["bob"]',
      'aws_cognito_user.removed-login["bob"]',
    );
    await living.changeState(
      'studio',
      'mv',
      'aws_sagemaker_user_profile.profile["bob"]',
      'aws_sagemaker_user_profile.removed-profile["bob"]',
    );
    living.synthesize(takenBack);
    const groups = records.length === 0 ? [] : groupOfCarol;
    expect(await changesOf('identity')).toEqual(records.map((record) => `create ${record}`));
    expect((await changesOf('studio')).toSorted()).toEqual(
      [...groups, ...records].map((address) => `create ${address}`),
    );
    await applied('identity');
    await applied('studio');
    expect(await living.addresses('identity')).toContain('aws_cognito_user.login["bob"]');
    expect(await living.addresses('studio')).toContain('aws_sagemaker_user_profile.profile["bob"]');
    // nobody of that name was there
    for (const record of records) {
      await living.changeState('identity', 'rm', record);
      await living.changeState('studio', 'rm', record);
    }
    living.synthesize(deployed);
    await applied('studio');
    expect(await listResources(living.standIn)).toEqual(account);
  });

  it('loses exactly one user who is removed on purpose', async () => {
    living.synthesize(removing);
    await Promise.all([applied('identity'), applied('studio')]);
    const after = await listResources(living.standIn);
    const lost = account.filter((resource) => !after.includes(resource));
    // the profile is forgotten
    expect(lost).toEqual([expect.stringMatching(/^iam .*-user-bob$/)]);
    const { Users: logins } = await inPool('ListUsers', {});
    expect(logins).toMatchObject([{ Username: 'alice' }]);
    expect(after).toHaveLength(account.length - lost.length);
    account = after;
    expect(await changesOf('identity')).toEqual([]);
    expect(await changesOf('studio')).toEqual([]);
  });

  it('hands over the domain on purpose: forgets it, also under former addresses, and destroys nothing', async () => {
    const domainId = await living.output('studio', 'domain_id');
    const adopted = {
      'studio.users': ['alice'],
      'studio.removedUsers': ['bob'],
      'studio.domain': { existing: { domainId } },
    };
    // attachments cannot be found again: the environment file does not name their policies any more
    await useFormerAddresses({ attachments: false });
    living.synthesize({ ...adopted, release: ['studio.domain'] });
    for (const change of await changesOf('studio'))
      expect(change).toMatch(/^(forget |create terraform_data)/);
    await applied('studio');
    expect(await listResources(living.standIn)).toEqual(account);
    for (const address of await living.addresses('studio')) expect(address).toMatch(/^terraform_data\./);
    expect(await changesOf('studio')).toEqual([]);
    living.synthesize(adopted);
    expect(await changesOf('studio')).toEqual([]);
  });

  it('keeps the records of its place when a destroy fails half-way', async () => {
    const identity = 'identity';
    const places = ['account', 'name', 'region'].map((setting) => `terraform_data.recorded-${setting}`);
    // the test before took the records out of the state
    living.synthesize(removing);
    await applied(identity);
    // Cognito still protects the pool, because the setting is not deployed
    living.synthesize({ ...removing, ...unprotected });
    const failed = await living.destroy(identity);
    expect(failed.text).toContain('deletion protection');
    expect(failed.exitCode).toBe(1);
    const left = await living.addresses(identity);
    expect(left.sort()).toEqual(['aws_cognito_user_pool.user-pool', ...places]);

    living.synthesize({ ...inIreland, ...unprotected });
    const elsewhere = await living.plan(identity);
    expect(elsewhere.text).toContain(
      'region: this stack was deployed with us-east-1, and now it is eu-west-1.',
    );
    expect(elsewhere.exitCode).toBe(1);

    living.synthesize({ ...removing, ...unprotected });
    await applied(identity);
    expect(await living.destroy(identity)).toMatchObject({ exitCode: 0 });
    expect(await living.addresses(identity)).toEqual([]);
  });
});
