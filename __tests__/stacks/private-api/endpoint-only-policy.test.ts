import { endpointOnlyPolicy } from '../../../stacks/private-api/endpoint-only-policy';

test('either statement alone admits nobody who comes another way', () => {
  const call = { Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' };
  expect(JSON.parse(endpointOnlyPolicy('execute-api:/*', 'vpce-1'))).toEqual({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'OverTheEndpoint',
        Effect: 'Allow',
        ...call,
        Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-1' } },
      },
      {
        Sid: 'NoOtherWay',
        Effect: 'Deny',
        ...call,
        Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } },
      },
    ],
  });
});
