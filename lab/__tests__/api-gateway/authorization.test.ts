import { isAllowed } from '../../api-gateway/authorization';
import type { ApiRequest } from '../../api-gateway/request';
import type { DeployedStage } from '../../deployed/rest-api';
import { everything } from '../../network/origin';

const request: ApiRequest = {
  requestId: 'one',
  startedAt: 0,
  httpMethod: 'GET',
  path: '/me',
  query: new URLSearchParams(),
  stageName: 'prod',
  apiId: 'private0',
  deploymentId: 'one',
  headers: [],
  body: '',
  accountId: '111122223333',
  region: 'us-east-1',
  origin: {
    over: 'endpoint',
    endpointId: 'vpce-1',
    vpcId: 'vpc-1',
    serviceName: 'execute-api',
    endpointPolicy: everything,
    address: '10.0.0.1',
  },
};

const policy = (Effect: 'Allow' | 'Deny', path = 'me') => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect,
      Principal: '*',
      Action: 'execute-api:Invoke',
      Resource: `arn:aws:execute-api:us-east-1:111122223333:private0/prod/GET/${path}`,
    },
  ],
});

describe('isAllowed', () => {
  // https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html, table A
  it.each([
    ['allows', 'allows', policy('Allow'), policy('Allow'), true],
    ['allows', 'says nothing of it', policy('Allow'), policy('Allow', 'other'), true],
    ['allows', 'denies', policy('Allow'), policy('Deny'), false],
    ['says nothing of it', 'allows', policy('Allow', 'other'), policy('Allow'), true],
    ['says nothing of it', 'says nothing of it', policy('Allow', 'other'), policy('Allow', 'other'), false],
    ['says nothing of it', 'denies', policy('Allow', 'other'), policy('Deny'), false],
    ['denies', 'allows', policy('Deny'), policy('Allow'), false],
    ['denies', 'says nothing of it', policy('Deny'), policy('Allow', 'other'), false],
    ['denies', 'denies', policy('Deny'), policy('Deny'), false],
  ])(
    'when the authorizer %s and the resource policy %s',
    async (_, __, authorizer, resourcePolicy, expected) => {
      const stage = { resourcePolicy } as unknown as DeployedStage;
      expect(await isAllowed(request, stage, authorizer)).toBe(expected);
    },
  );
});
