import { policyFor, type PolicyDocument } from '../../../handlers/authorizer/policy';
import { decide, type Decision } from '../../iam/decide';

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
 * Allow in either allows.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html, table A
 */
function evaluate(authorizer: PolicyDocument, resource: string, sourceVpce?: string): Promise<Decision> {
  const context: Record<string, string> = sourceVpce === undefined ? {} : { 'aws:SourceVpce': sourceVpce };
  return decide([{ ...authorizer }, resourcePolicy], { action: 'execute-api:Invoke', resource, context });
}

test.each<[string, string, string | undefined, Decision]>([
  ['own path', `${api}/prod/GET/alice`, endpoint, 'Allow'],
  ['me', `${api}/prod/GET/me`, endpoint, 'Allow'],
  ['own spaces', `${api}/prod/GET/me/spaces`, endpoint, 'Allow'],
  ...[
    'me/spaces/',
    'me/spaces/..',
    'me/spaces/work',
    'me/spaces/../../bob',
    'me/Spaces',
    'me//spaces',
    'me%2Fspaces',
    'me%2fspaces',
    'me/spaces%00',
    'ME',
    'ME/spaces',
    'me/other',
    'me/',
    'spaces',
    'alice/spaces',
    'bob/spaces',
  ].map((path): [string, string, string, Decision] => [path, `${api}/prod/GET/${path}`, endpoint, 'Deny']),
  ['own spaces by another method', `${api}/prod/DELETE/me/spaces`, endpoint, 'Deny'],
  ['own spaces, another endpoint', `${api}/prod/GET/me/spaces`, 'vpce-0fedcba9876543210', 'Deny'],
  ["another user's path", `${api}/prod/GET/bob`, endpoint, 'Deny'],
  ['own path in another case', `${api}/prod/GET/Alice`, endpoint, 'Deny'],
  ['a path that begins like the own', `${api}/prod/GET/alice2`, endpoint, 'Deny'],
  ['a sub-path of the own', `${api}/prod/GET/alice/url`, endpoint, 'Deny'],
  ['a sub-path of me', `${api}/prod/GET/me/url`, endpoint, 'Deny'],
  ['the page of the portal', `${api}/prod/GET/portal`, endpoint, 'Deny'],
  ['another method', `${api}/prod/POST/alice`, endpoint, 'Deny'],
  ['another stage', `${api}/dev/GET/alice`, endpoint, 'Deny'],
  ['another API', `${api.replace('a1b2c3d4e5', 'z9y8x7w6v5')}/prod/GET/alice`, endpoint, 'Deny'],
  ['own path, another endpoint', `${api}/prod/GET/alice`, 'vpce-0fedcba9876543210', 'Deny'],
  ['own path, no endpoint', `${api}/prod/GET/alice`, undefined, 'Deny'],
])('%s', async (_name, resource, sourceVpce, expected) => {
  await expect(evaluate(alices, resource, sourceVpce)).resolves.toBe(expected);
});

test('an authorizer without Deny would let everybody with a token into every path, which these tests detect', async () => {
  await expect(evaluate(silent, `${api}/prod/GET/alice`, endpoint)).resolves.toBe('Allow');
  await expect(evaluate(silent, `${api}/prod/GET/bob`, endpoint)).resolves.toBe('Allow');
  await expect(evaluate(silent, `${api}/prod/POST/alice`, endpoint)).resolves.toBe('Allow');
});
