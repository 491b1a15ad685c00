import { policyJson, serviceTrustPolicy } from '../../constructs/policy';

it('a policy has the version that knows variables and all conditions', () => {
  expect(JSON.parse(policyJson([]))).toEqual({ Version: '2012-10-17', Statement: [] });
});

it('a role is taken on by its service alone', () => {
  const service = {
    Sid: 'Service',
    Effect: 'Allow',
    Principal: { Service: 'lambda.amazonaws.com' },
    Action: 'sts:AssumeRole',
  };
  const conditions = { StringEquals: { 'aws:SourceAccount': '111122223333' } };
  const statementsOf = (text: string) => (JSON.parse(text) as { Statement: unknown }).Statement;
  expect(statementsOf(serviceTrustPolicy('lambda.amazonaws.com'))).toEqual([service]);
  expect(statementsOf(serviceTrustPolicy('lambda.amazonaws.com', conditions))).toEqual([
    { ...service, Condition: conditions },
  ]);
});
