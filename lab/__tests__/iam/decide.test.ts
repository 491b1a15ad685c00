import { decide, type Decision } from '../../iam/decide';
import type { JsonObject } from '../../shared/json';

const action = 'sagemaker:CreatePresignedDomainUrl';
const resource = 'arn:aws:sagemaker:us-east-1:111122223333:user-profile/d-1/alice';
const from = (address: string) => ({ 'aws:SourceIp': address });
const policy = (...Statement: JsonObject[]): JsonObject => ({ Version: '2012-10-17', Statement });
const allow: JsonObject = { Effect: 'Allow', Action: action, Resource: '*' };
const deny: JsonObject = { ...allow, Effect: 'Deny' };
const everywhere = { 'aws:SourceIp': '0.0.0.0/0' };
const trust = (Principal: unknown): JsonObject => ({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' });

describe('decide', () => {
  it.each<[string, JsonObject[], Record<string, string>, Decision]>([
    ['nothing', [], {}, 'Neither'],
    ['an Allow', [policy(allow)], {}, 'Allow'],
    ['an Allow, and a Deny in another policy', [policy(allow), policy(deny)], {}, 'Deny'],
    [
      'an Allow for every address',
      [policy({ ...allow, Condition: { IpAddress: everywhere } })],
      from('198.51.100.20'),
      'Allow',
    ],
    [
      'an Allow for every address, as one of several',
      [policy({ ...allow, Condition: { IpAddress: { 'aws:SourceIp': ['10.0.0.0/8', '0.0.0.0/0'] } } })],
      from('198.51.100.20'),
      'Allow',
    ],
    [
      'an Allow for every address, of a request that has none',
      [policy({ ...allow, Condition: { IpAddress: everywhere } })],
      {},
      'Neither',
    ],
    [
      'a Deny for all but every address',
      [policy(allow, { ...deny, Condition: { NotIpAddress: everywhere } })],
      from('198.51.100.20'),
      'Allow',
    ],
  ])('joins %s', async (_, policies, context, expected) => {
    expect(await decide(policies, { action, resource, context })).toBe(expected);
  });

  it.each<[string, unknown, Decision]>([
    ['the service itself', { Service: 'lambda.amazonaws.com' }, 'Allow'],
    ['one of several services', { Service: ['ec2.amazonaws.com', 'lambda.amazonaws.com'] }, 'Allow'],
    ['another service', { Service: 'ec2.amazonaws.com' }, 'Neither'],
    ['everybody', '*', 'Allow'],
  ])('knows whom a role trusts: %s', async (_, principal, expected) => {
    const request = {
      action: 'sts:AssumeRole',
      resource: 'arn:aws:iam::111122223333:role/f',
      context: {},
    };
    expect(await decide([policy(trust(principal))], request, 'lambda.amazonaws.com')).toBe(expected);
  });

  it.each([
    ['actions that know no resources', 'ec2:DescribeSubnets', '*'],
    ['ARNs without an account', 's3:GetObject', 'arn:aws:s3:::bucket/object'],
  ])('answers for %s', async (_, name, about) => {
    const request = { action: name, resource: about, context: {} };
    expect(await decide([policy({ ...allow, Action: name })], request)).toBe('Allow');
    expect(await decide([policy({ ...allow, Action: 'ec2:RunInstances' })], request)).toBe('Neither');
  });
});
