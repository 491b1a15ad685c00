import {
  CreatePresignedDomainUrlCommand,
  CreateUserProfileCommand,
  DescribeUserProfileCommand,
} from '@aws-sdk/client-sagemaker';
import { mockClient } from 'aws-sdk-client-mock';
import {
  createProfileCalls,
  createSageMaker,
  createUrlCreator,
} from '../../../handlers/presigned-url/sagemaker';

const settings = {
  domainId: 'd-abcdef123456',
  urlLifetimeSeconds: 30,
  sessionDurationSeconds: 3600,
  landingUri: undefined,
  suspendedProfiles: [],
  firstUse: undefined,
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

test.each([undefined, 'app:JupyterLab:'])(
  'SageMaker is asked for the profile and the settings, with the landing URI %p',
  async (landingUri) => {
    sageMaker.on(CreatePresignedDomainUrlCommand).resolves({ AuthorizedUrl: 'https://studio.example' });
    const create = createUrlCreator(client, { ...settings, landingUri });
    await expect(create('alice', new AbortController().signal)).resolves.toBe('https://studio.example');
    expect(sageMaker.commandCalls(CreatePresignedDomainUrlCommand).map(({ args }) => args[0].input)).toEqual([
      {
        DomainId: 'd-abcdef123456',
        UserProfileName: 'alice',
        ExpiresInSeconds: 30,
        SessionExpirationDurationInSeconds: 3600,
        LandingUri: landingUri,
      },
    ]);
  },
);

test("a call ends with the deadline's signal", async () => {
  sageMaker.on(CreatePresignedDomainUrlCommand).resolves({});
  const { signal } = new AbortController();
  await createUrl('alice', signal);
  expect(sageMaker.commandCalls(CreatePresignedDomainUrlCommand).map(({ args }) => args)).toEqual([
    [expect.anything(), { abortSignal: signal }],
  ]);
});

test('an answer without a URL is handed on, for the caller to refuse', async () => {
  sageMaker.on(CreatePresignedDomainUrlCommand).resolves({});
  await expect(createUrl('alice', new AbortController().signal)).resolves.toBeUndefined();
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
