import { runSimulation } from '@cloud-copilot/iam-simulate';
import { policyFor, type PolicyDocument } from '../../../handlers/authorizer/policy';

const api = 'arn:aws:execute-api:eu-central-1:123456789012:a1b2c3d4e5';
const endpoint = 'vpce-0123456789abcdef0';

/** The resource policy of the private API: everybody who comes through the endpoint, nobody else. */
const resourcePolicy = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: '*',
      Action: 'execute-api:Invoke',
      Resource: `${api}/*`,
      Condition: { StringEquals: { 'aws:SourceVpce': endpoint } },
    },
    {
      Effect: 'Deny',
      Principal: '*',
      Action: 'execute-api:Invoke',
      Resource: `${api}/*`,
      Condition: { StringNotEquals: { 'aws:SourceVpce': endpoint } },
    },
  ],
};

const alices = policyFor('alice', `${api}/prod`);

/** The same without the Deny, as from an authorizer that only allows. */
const silent: PolicyDocument = { ...alices, Statement: alices.Statement.slice(0, 1) };

/**
 * What API Gateway decides from an authorizer's policy and the API's own, in one account: a Deny in either denies, else an
 * Allow in either allows. IAM joins an identity's policy with a resource's in the same way, so the simulator can tell.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html, table A
 */
async function evaluate(authorizer: PolicyDocument, resource: string, sourceVpce: string | undefined) {
  const outcome = await runSimulation(
    {
      request: {
        principal: 'arn:aws:iam::123456789012:role/caller',
        action: 'execute-api:Invoke',
        resource: { resource, accountId: '123456789012' },
        contextVariables: sourceVpce === undefined ? {} : { 'aws:SourceVpce': sourceVpce },
      },
      identityPolicies: [{ name: 'authorizer', policy: authorizer }],
      resourcePolicy,
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    },
    {},
  );
  if (outcome.resultType === 'error') throw new Error(JSON.stringify(outcome.errors));
  return outcome.overallResult;
}

test.each<[string, string, string | undefined, string]>([
  ['own path', `${api}/prod/GET/alice`, endpoint, 'Allowed'],
  ['me', `${api}/prod/GET/me`, endpoint, 'Allowed'],
  ["another user's path", `${api}/prod/GET/bob`, endpoint, 'ExplicitlyDenied'],
  ['own path in another case', `${api}/prod/GET/Alice`, endpoint, 'ExplicitlyDenied'],
  ['a path that begins like the own', `${api}/prod/GET/alice2`, endpoint, 'ExplicitlyDenied'],
  ['a sub-path of the own', `${api}/prod/GET/alice/url`, endpoint, 'ExplicitlyDenied'],
  ['a sub-path of me', `${api}/prod/GET/me/url`, endpoint, 'ExplicitlyDenied'],
  ['the page of the portal', `${api}/prod/GET/portal`, endpoint, 'ExplicitlyDenied'],
  ['another method', `${api}/prod/POST/alice`, endpoint, 'ExplicitlyDenied'],
  ['another stage', `${api}/dev/GET/alice`, endpoint, 'ExplicitlyDenied'],
  ['another API', `${api.replace('a1b2c3d4e5', 'z9y8x7w6v5')}/prod/GET/alice`, endpoint, 'ExplicitlyDenied'],
  ['own path, another endpoint', `${api}/prod/GET/alice`, 'vpce-0fedcba9876543210', 'ExplicitlyDenied'],
  ['own path, no endpoint', `${api}/prod/GET/alice`, undefined, 'ExplicitlyDenied'],
])('%s', async (_name, resource, sourceVpce, expected) => {
  await expect(evaluate(alices, resource, sourceVpce)).resolves.toBe(expected);
});

test('an authorizer without Deny would let everybody with a token into every path, which these tests detect', async () => {
  await expect(evaluate(silent, `${api}/prod/GET/alice`, endpoint)).resolves.toBe('Allowed');
  await expect(evaluate(silent, `${api}/prod/GET/bob`, endpoint)).resolves.toBe('Allowed');
  await expect(evaluate(silent, `${api}/prod/POST/alice`, endpoint)).resolves.toBe('Allowed');
});
