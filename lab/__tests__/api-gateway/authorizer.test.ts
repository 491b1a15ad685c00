import type { Invoker } from '../../lambda/invoke-permission';
import { Authorizers } from '../../api-gateway/authorizer';
import type { RoutedRequest } from '../../api-gateway/request';
import type { Authorizer } from '../../deployed/rest-api';
import type { Outcome } from '../../lambda/execution';
import { Clock } from '../../shared/clock';
import { everything } from '../../network/origin';

const authorizer: Authorizer = {
  id: 'auth00',
  functionArn: 'arn:aws:lambda:us-east-1:111122223333:function:authorizer',
  identitySources: ['method.request.header.Authorization'],
  resultTtlSeconds: 300,
};

const good: Outcome = { result: { principalId: 'alice', policyDocument: everything } };

const request = (path: string, token?: string): RoutedRequest => ({
  requestId: 'one',
  startedAt: 0,
  httpMethod: 'GET',
  path,
  query: new URLSearchParams(),
  body: '',
  stageName: 'prod',
  apiId: 'private0',
  deploymentId: 'one',
  accountId: '111122223333',
  region: 'us-east-1',
  headers: token === undefined ? [] : [['authorization', token]],
  origin: { over: 'internet', front: 'aws', address: '192.0.2.1' },
  resource: { id: 'r', path, methods: new Map() },
  pathParameters: {},
  method: {
    authorizerId: 'auth00',
    functionArn: '',
    integrationHttpMethod: 'POST',
    timeoutMilliseconds: 1,
  },
});

function authorizersWith(outcome: Outcome | 'late' | Error) {
  const asked: string[] = [];
  const clock = new Clock();
  const functions = {
    invoke: (_: string, __: unknown, invoker: Invoker) => {
      asked.push(`${invoker.service} ${invoker.sourceArn}`);
      return outcome instanceof Error ? Promise.reject(outcome) : Promise.resolve(outcome);
    },
  };
  return { asked, clock, authorizers: new Authorizers({ functions, clock }) };
}

describe('Authorizers', () => {
  it('cache a result by the identity source alone, for the cache time', async () => {
    const { asked, clock, authorizers } = authorizersWith(good);
    await authorizers.authorize(authorizer, request('/me', 'one'));
    await authorizers.authorize(authorizer, request('/bob', 'one'));
    expect(asked).toHaveLength(1);
    await authorizers.authorize(authorizer, request('/me', 'two'));
    expect(asked).toHaveLength(2);
    clock.advance(301);
    await authorizers.authorize(authorizer, request('/me', 'one'));
    expect(asked).toHaveLength(3);
    expect(asked[0]).toBe(
      'apigateway.amazonaws.com arn:aws:execute-api:us-east-1:111122223333:private0/authorizers/auth00',
    );
  });

  it('cache nothing with a cache time of 0, and then also ask without an identity source', async () => {
    const { asked, authorizers } = authorizersWith(good);
    const uncached = { ...authorizer, resultTtlSeconds: 0 };
    await authorizers.authorize(uncached, request('/me', 'one'));
    await authorizers.authorize(uncached, request('/me', 'one'));
    await authorizers.authorize(uncached, request('/me'));
    expect(asked).toHaveLength(3);
  });

  it('refuse a request without an identity source, and do not invoke the function', async () => {
    const { asked, authorizers } = authorizersWith(good);
    expect(await authorizers.authorize(authorizer, request('/me'))).toEqual({ refused: 'UNAUTHORIZED' });
    expect(asked).toEqual([]);
  });

  it.each<[string, Outcome | 'late' | Error, string]>([
    ['throws Unauthorized', { error: { errorMessage: 'Unauthorized' } }, 'UNAUTHORIZED'],
    ['throws something else', { error: { errorMessage: 'unauthorized' } }, 'AUTHORIZER_FAILURE'],
    ['returns no policy', { result: { principalId: 'alice' } }, 'AUTHORIZER_CONFIGURATION_ERROR'],
    [
      'has an object in its context',
      { result: { principalId: 'alice', policyDocument: everything, context: { a: {} } } },
      'AUTHORIZER_CONFIGURATION_ERROR',
    ],
    ['answers too late', 'late', 'AUTHORIZER_CONFIGURATION_ERROR'],
    ['may not be invoked', new Error('no'), 'AUTHORIZER_CONFIGURATION_ERROR'],
  ])('refuse, and do not cache that, when the function %s', async (_, outcome, refused) => {
    const { asked, authorizers } = authorizersWith(outcome);
    for (const attempt of [1, 2]) {
      expect(await authorizers.authorize(authorizer, request('/me', 'one'))).toEqual({ refused });
      expect(asked).toHaveLength(attempt);
    }
  });
});
