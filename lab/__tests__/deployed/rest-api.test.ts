import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readStages } from '../../deployed/rest-api';

const method = {
  httpMethod: 'GET',
  authorizationType: 'CUSTOM',
  authorizerId: 'auth00',
  methodIntegration: {
    type: 'AWS_PROXY',
    httpMethod: 'POST',
    timeoutInMillis: 13_000,
    uri: 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:of:function/invocations',
  },
};
const authorizer = { id: 'auth00', type: 'REQUEST', identitySource: 'method.request.header.Authorization' };
const accessLogSettings = {
  destinationArn: 'arn:aws:logs:us-east-1:111122223333:log-group:/aws/apigateway/access',
  format: '$context.requestId',
};

let server: Server;
let replies: Record<string, object> = {};

beforeAll(async () => {
  server = createServer((request, response) => {
    response.end(JSON.stringify(replies[request.url ?? ''] ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterAll(() => {
  server.close();
});

/** Reads one stage of one API that consists of the parts above, with changes. */
async function read(
  changes: {
    method?: object;
    integration?: object;
    authorizer?: object;
    stage?: object;
    endpoint?: object;
    api?: object;
  } = {},
) {
  const get = {
    ...method,
    ...changes.method,
    methodIntegration: { ...method.methodIntegration, ...changes.integration },
  };
  const endpointConfiguration = { types: ['PRIVATE'], vpcEndpointIds: ['vpce-1'], ...changes.endpoint };
  replies = {
    // changed since the deployment
    '/restapis?limit=500': {
      item: [{ id: 'api0', name: 'api', endpointConfiguration: { types: ['REGIONAL'] } }],
    },
    '/restapis/api0/stages': {
      item: [{ stageName: 'prod', deploymentId: 'd0', accessLogSettings, ...changes.stage }],
    },
    '/restapis/api0/deployments/d0/snapshot': {
      restApi: { id: 'api0', endpointConfiguration, ...changes.api },
      resources: { item: [{ id: 'r0', path: '/me', resourceMethods: { GET: get } }] },
      authorizers: { item: [{ ...authorizer, ...changes.authorizer }] },
    },
  };
  const { port } = server.address() as AddressInfo;
  const target = { endpoint: `http://127.0.0.1:${port}`, region: 'us-east-1' };
  const [stage] = await readStages(target, new Set(['/aws/apigateway/access']));
  return stage;
}

const limits = (throttlingRateLimit: number, throttlingBurstLimit: number) => ({
  methodSettings: { '*/*': { throttlingRateLimit, throttlingBurstLimit } },
});

describe('readStages', () => {
  it('reads a method with its function and authorizer', async () => {
    const stage = await read();
    expect(stage?.resources[0]?.methods.get('GET')).toEqual({
      authorizerId: 'auth00',
      functionArn: 'arn:of:function',
      integrationHttpMethod: 'POST',
      timeoutMilliseconds: 13_000,
    });
    expect(stage).toMatchObject({
      isPrivate: true,
      endpointIds: ['vpce-1'],
      accessLogFormat: '$context.requestId',
    });
  });

  it.each([
    [
      'an integration without proxy',
      { integration: { type: 'AWS' } },
      'integration type AWS, expected AWS_PROXY',
    ],
    ['a TOKEN authorizer', { authorizer: { type: 'TOKEN' } }, 'authorizer type TOKEN, expected REQUEST'],
    ['IAM authorization', { method: { authorizationType: 'AWS_IAM' } }, 'authorizationType AWS_IAM'],
    ['API keys', { method: { apiKeyRequired: true } }, 'apiKeyRequired true'],
    ['a request validator', { method: { requestValidatorId: 'v0' } }, 'requestValidatorId v0'],
    ['a cache of responses', { stage: { cacheClusterEnabled: true } }, 'cacheClusterEnabled true'],
    [
      'an API without its own name',
      { api: { disableExecuteApiEndpoint: true } },
      'disableExecuteApiEndpoint',
    ],
    ['a canary', { stage: { canarySettings: { percentTraffic: 10 } } }, 'canary settings true'],
    [
      'settings of a single method',
      { stage: { methodSettings: { '*/*': {}, 'me/GET': { throttlingRateLimit: 1 } } } },
      'settings of single methods me/GET',
    ],
  ])('refuses settings that the lab does not emulate: %s', async (_, changes, message) => {
    await expect(read(changes)).rejects.toThrow(message);
  });

  it.each([
    ['as set', limits(50, 100), { ratePerSecond: 50, burst: 100 }],
    ['none', limits(0, 0), { ratePerSecond: 0, burst: 0 }],
    ["the account's limits if nothing is set", {}, { ratePerSecond: 10_000, burst: 5000 }],
    ["the account's limits if it is turned off", limits(-1, -1), { ratePerSecond: 10_000, burst: 5000 }],
  ])('reads the throttle: %s', async (_, stage, expected) => {
    expect((await read({ stage }))?.throttle).toEqual(expected);
  });

  it.each([
    ['when it is told to', { dataTraceEnabled: true, loggingLevel: 'INFO' }, true],
    ['as text', { dataTraceEnabled: 'true', loggingLevel: 'ERROR' }, true],
    ['not without a level', { dataTraceEnabled: true, loggingLevel: 'OFF' }, false],
    ['not unless told', { loggingLevel: 'INFO' }, false],
  ])('writes whole requests to the execution log: %s', async (_, settings, expected) => {
    expect((await read({ stage: { methodSettings: { '*/*': settings } } }))?.tracesData).toBe(expected);
  });

  it('reads a public API, and an access log without a log group', async () => {
    const nowhere = { ...accessLogSettings, destinationArn: `${accessLogSettings.destinationArn}-gone` };
    const stage = await read({ endpoint: { types: ['REGIONAL'] }, stage: { accessLogSettings: nowhere } });
    expect(stage).toMatchObject({ isPrivate: false, accessLogFormat: undefined });
  });
});
