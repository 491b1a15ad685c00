import { accessLogLine } from '../../api-gateway/access-log';
import type { ApiRequest } from '../../api-gateway/request';
import { everything } from '../../network/origin';

const request: ApiRequest = {
  requestId: 'one',
  startedAt: 0,
  httpMethod: 'GET',
  path: '/me',
  query: new URLSearchParams(),
  body: '',
  stageName: 'prod',
  apiId: 'api0',
  deploymentId: 'd0',
  accountId: '111122223333',
  region: 'us-east-1',
  headers: [['User-Agent', 'curl']],
  origin: { over: 'internet', front: 'aws', address: '192.0.2.1' },
};
const entry = {
  request,
  resourcePath: '/me',
  answer: { status: 200, headers: {}, body: '' },
  latencyMilliseconds: 12,
};
const authorization = { principalId: 'alice', policy: everything, context: { studioUserProfile: 'alice' } };

describe('accessLogLine', () => {
  it.each([
    ['$context.requestId $context.httpMethod $context.path', {}, 'one GET /prod/me'],
    ['[$context.requestTime]', {}, '[01/Jan/1970:00:00:00 +0000]'],
    ['$context.identity.sourceIp $context.identity.vpceId', {}, '192.0.2.1 -'],
    ['$context.identity.userAgent', {}, 'curl'],
    ['$context.authorizer.principalId $context.authorizer.studioUserProfile', {}, '- -'],
    [
      '$context.authorizer.principalId $context.authorizer.studioUserProfile $context.authorizer.status',
      { authorization },
      'alice alice 200',
    ],
    ['$context.status $context.integration.status', { integrationStatus: 404 }, '200 404'],
  ])('%s', (format, more, expected) => {
    expect(accessLogLine(format, { ...entry, ...more })).toBe(expected);
  });

  it('fails on a variable that it does not know', () => {
    expect(() => accessLogLine('$context.sourceIp', entry)).toThrow(
      'the lab does not know $context.sourceIp',
    );
  });
});
