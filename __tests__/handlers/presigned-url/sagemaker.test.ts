import {
  CreatePresignedDomainUrlCommand,
  CreateUserProfileCommand,
  DescribeAppCommand,
  DescribeSpaceCommand,
  DescribeUserProfileCommand,
  ListSpacesCommand,
} from '@aws-sdk/client-sagemaker';
import { mockClient } from 'aws-sdk-client-mock';
import {
  createProfileCalls,
  createSageMaker,
  createSpaceCalls,
  createUrlCreator,
} from '../../../handlers/presigned-url/sagemaker';

const settings = {
  domainId: 'd-abcdef123456',
  urlLifetimeSeconds: 30,
  sessionDurationSeconds: 3600,
  region: 'eu-central-1',
};

const client = createSageMaker({
  region: settings.region,
  credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
});
const sageMaker = mockClient(client);
const createUrl = createUrlCreator(client, settings);

beforeEach(() => {
  sageMaker.reset();
});

test.each([{}, { landingUri: 'studio::jupyterlab' }, { spaceName: 'work' }])(
  'SageMaker is asked for the profile, the settings and the landing %p',
  async (landing) => {
    sageMaker.on(CreatePresignedDomainUrlCommand).resolves({ AuthorizedUrl: 'https://studio.example' });
    const { signal } = new AbortController();
    await expect(createUrl('alice', landing, signal)).resolves.toBe('https://studio.example');
    expect(sageMaker.commandCalls(CreatePresignedDomainUrlCommand).map(({ args }) => args[0].input)).toEqual([
      {
        DomainId: 'd-abcdef123456',
        UserProfileName: 'alice',
        ExpiresInSeconds: 30,
        SessionExpirationDurationInSeconds: 3600,
        SpaceName: 'spaceName' in landing ? 'work' : undefined,
        LandingUri: 'landingUri' in landing ? 'studio::jupyterlab' : undefined,
      },
    ]);
  },
);

test("a call ends with the deadline's signal", async () => {
  sageMaker.on(CreatePresignedDomainUrlCommand).resolves({});
  const { signal } = new AbortController();
  await createUrl('alice', {}, signal);
  expect(sageMaker.commandCalls(CreatePresignedDomainUrlCommand).map(({ args }) => args)).toEqual([
    [expect.anything(), { abortSignal: signal }],
  ]);
});

test('an answer without a URL is handed on, for the caller to refuse', async () => {
  sageMaker.on(CreatePresignedDomainUrlCommand).resolves({});
  await expect(createUrl('alice', {}, new AbortController().signal)).resolves.toBeUndefined();
});

test('the client is that of the region', async () => {
  await expect(client.config.region()).resolves.toBe('eu-central-1');
});

describe('a profile', () => {
  const calls = createProfileCalls(client, settings.domainId, {
    executionRoleArn: 'arn:aws:iam::111122223333:role/users',
    securityGroupIds: ['sg-0123456789abcdef0'],
    tags: { Environment: 'example', Owner: 'ml-platform' },
    idleTimeoutMinutes: 90,
  });
  const { signal } = new AbortController();

  test('is made as a deployment makes the profiles that it lists, with tags', async () => {
    sageMaker.on(CreateUserProfileCommand).resolves({});
    await calls.createProfile('alice', signal);
    const idle = {
      AppLifecycleManagement: {
        IdleSettings: { LifecycleManagement: 'ENABLED', IdleTimeoutInMinutes: 90 },
      },
    };
    expect(sageMaker.commandCalls(CreateUserProfileCommand).map(({ args }) => args)).toEqual([
      [
        expect.objectContaining({
          input: {
            DomainId: 'd-abcdef123456',
            UserProfileName: 'alice',
            Tags: [
              { Key: 'Environment', Value: 'example' },
              { Key: 'Owner', Value: 'ml-platform' },
            ],
            UserSettings: {
              ExecutionRole: 'arn:aws:iam::111122223333:role/users',
              SecurityGroups: ['sg-0123456789abcdef0'],
              JupyterLabAppSettings: idle,
              CodeEditorAppSettings: idle,
            },
          },
        }),
        { abortSignal: signal },
      ],
    ]);
  });

  test('has the state that SageMaker says', async () => {
    sageMaker.on(DescribeUserProfileCommand).resolves({ Status: 'Pending' });
    await expect(calls.statusOf('alice', signal)).resolves.toBe('Pending');
    expect(sageMaker.commandCalls(DescribeUserProfileCommand).map(({ args }) => args[0].input)).toEqual([
      { DomainId: 'd-abcdef123456', UserProfileName: 'alice' },
    ]);
  });
});

describe('a space', () => {
  const { describeSpace, isRunning, listSpaces } = createSpaceCalls(client, settings.domainId);
  const { signal } = new AbortController();
  const missing = Object.assign(new Error('marked'), { name: 'ResourceNotFound' });
  const denied = Object.assign(new Error('marked'), { name: 'AccessDeniedException' });

  test('has an owner and an app, as SageMaker describes it', async () => {
    sageMaker.on(DescribeSpaceCommand).resolves({
      SpaceName: 'work',
      OwnershipSettings: { OwnerUserProfileName: 'alice' },
      SpaceSharingSettings: { SharingType: 'Private' },
      SpaceSettings: { AppType: 'CodeEditor' },
      Status: 'InService',
    });
    await expect(describeSpace('work', signal)).resolves.toEqual({
      name: 'work',
      owner: 'alice',
      sharing: 'Private',
      appType: 'CodeEditor',
      status: 'InService',
    });
    expect(sageMaker.commandCalls(DescribeSpaceCommand).map(({ args }) => args)).toEqual([
      [
        expect.objectContaining({ input: { DomainId: 'd-abcdef123456', SpaceName: 'work' } }),
        { abortSignal: signal },
      ],
    ]);
  });

  test('that is not there is no failure, and any other error is one', async () => {
    sageMaker.on(DescribeSpaceCommand).rejectsOnce(missing).rejects(denied);
    await expect(describeSpace('work', signal)).resolves.toBeUndefined();
    await expect(describeSpace('work', signal)).rejects.toBe(denied);
  });

  test.each([
    ['InService', true],
    ['Pending', false],
    ['Deleting', false],
    ['Deleted', false],
    ['Failed', false],
  ] as const)('whose app is %s runs: %s', async (Status, expected) => {
    sageMaker.on(DescribeAppCommand).resolves({ Status });
    await expect(isRunning('work', 'JupyterLab', signal)).resolves.toBe(expected);
    expect(sageMaker.commandCalls(DescribeAppCommand).map(({ args }) => args)).toEqual([
      [
        expect.objectContaining({
          input: {
            DomainId: 'd-abcdef123456',
            SpaceName: 'work',
            AppType: 'JupyterLab',
            AppName: 'default',
          },
        }),
        { abortSignal: signal },
      ],
    ]);
  });

  test('whose app was never started does not run, and any other error is a failure', async () => {
    sageMaker.on(DescribeAppCommand).rejectsOnce(missing).rejects(denied);
    await expect(isRunning('work', 'JupyterLab', signal)).resolves.toBe(false);
    await expect(isRunning('work', 'JupyterLab', signal)).rejects.toBe(denied);
  });

  test('is listed with those of everybody, in pages, the last changed first', async () => {
    sageMaker.on(ListSpacesCommand).resolves({
      Spaces: [
        {
          SpaceName: 'work',
          OwnershipSettingsSummary: { OwnerUserProfileName: 'alice' },
          SpaceSharingSettingsSummary: { SharingType: 'Private' },
          SpaceSettingsSummary: { AppType: 'JupyterLab' },
          Status: 'Pending',
        },
        { SpaceName: 'of-the-first-kind' },
      ],
      NextToken: 'second',
    });
    await expect(listSpaces('first', signal)).resolves.toEqual({
      spaces: [
        { name: 'work', owner: 'alice', sharing: 'Private', appType: 'JupyterLab', status: 'Pending' },
        {
          name: 'of-the-first-kind',
          owner: undefined,
          sharing: undefined,
          appType: undefined,
          status: undefined,
        },
      ],
      nextToken: 'second',
    });
    expect(sageMaker.commandCalls(ListSpacesCommand).map(({ args }) => args)).toEqual([
      [
        expect.objectContaining({
          input: {
            DomainIdEquals: 'd-abcdef123456',
            MaxResults: 100,
            SortBy: 'LastModifiedTime',
            SortOrder: 'Descending',
            NextToken: 'first',
          },
        }),
        { abortSignal: signal },
      ],
    ]);
  });
});
