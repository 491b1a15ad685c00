import { destinationOf } from '../../api-gateway/address';
import type { DeployedStage } from '../../deployed/rest-api';
import { everything, type Origin } from '../../network/origin';

const region = 'us-east-1';
const endpointId = 'vpce-0123456789abcdef0';

const stage = (apiId: string, isPrivate: boolean): DeployedStage => ({
  apiId,
  apiName: 'studio',
  isPrivate,
  stageName: 'prod',
  deploymentId: 'one',
  resources: [],
  endpointIds: [endpointId],
  authorizers: new Map(),
  responses: new Map(),
  resourcePolicy: undefined,
  accessLogFormat: undefined,
  accessLogGroup: '',
  throttle: { ratePerSecond: 1, burst: 1 },
  rateRules: [],
  tracesData: false,
});

const overEndpoint: Origin = {
  over: 'endpoint',
  endpointId,
  vpcId: 'vpc-1',
  serviceName: 'execute-api',
  endpointPolicy: everything,
  address: '10.0.0.1',
};
const overInternet: Origin = { over: 'internet', front: 'aws', address: '192.0.2.1' };
const own = `private0.execute-api.${region}.amazonaws.com`;
const endpointName = `${endpointId}-1a2b3c4d.execute-api.${region}.vpce.amazonaws.com`;

describe('destinationOf', () => {
  it.each<[string, Origin, { host: string; pathname?: string; apiIdHeader?: string }, string | undefined]>([
    ['its own name', overEndpoint, { host: own }, 'private0 /me'],
    [
      "the endpoint's name and a header",
      overEndpoint,
      { host: endpointName, apiIdHeader: 'private0' },
      'private0 /me',
    ],
    ["the endpoint's name alone", overEndpoint, { host: endpointName }, undefined],
    [
      'the name of API and endpoint',
      overEndpoint,
      { host: `private0-${endpointId}.execute-api.${region}.amazonaws.com` },
      'private0 /me',
    ],
    [
      'the name of API and an endpoint that it is not associated with',
      overEndpoint,
      { host: `private0-vpce-0fedcba9876543210.execute-api.${region}.amazonaws.com` },
      undefined,
    ],
    ['another stage', overEndpoint, { host: own, pathname: '/test/me' }, undefined],
    ['its own name, from the internet', overInternet, { host: own }, undefined],
    [
      'a public API, from the internet',
      overInternet,
      { host: own.replace('private', 'public') },
      'public0 /me',
    ],
    ['a public API, over the endpoint', overEndpoint, { host: own.replace('private', 'public') }, undefined],
  ])(
    'finds the API that a request names, or none: %s',
    async (_, origin, { host, pathname = '/prod/me', apiIdHeader }, expected) => {
      const stages = [stage('private0', true), stage('public0', false)];
      const found = await destinationOf(stages, [], { host, pathname, apiIdHeader, origin });
      expect(found && `${found.stage.apiId} ${found.path}`).toBe(expected);
    },
  );
});
