import { CreatePresignedDomainUrlCommand } from '@aws-sdk/client-sagemaker';
import { mockClient } from 'aws-sdk-client-mock';
import { createSageMaker, createUrlCreator } from '../../../handlers/presigned-url/sagemaker';

const settings = {
  domainId: 'd-abcdef123456',
  urlLifetimeSeconds: 30,
  sessionDurationSeconds: 3600,
  landingUri: undefined,
  suspendedProfiles: [],
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
