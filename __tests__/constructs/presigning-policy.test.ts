import { decide } from '../../lab/iam/decide';
import type { JsonObject } from '../../lab/shared/json';
import { synthesize } from '../../test-support/synthesize';
import { resourceOf } from '../../test-support/terraform-json';

const account = '111122223333';
const vpc = 'vpc-0aaaaaaaaaaaaaaaa';
const apiEndpoint = 'vpce-0aaaaaaaaaaaaaaaa';
const studioEndpoint = 'vpce-0bbbbbbbbbbbbbbbb';
const otherVpc = 'vpc-0cccccccccccccccc';
const otherEndpoint = 'vpce-0cccccccccccccccc';
const domain = 'd-0123456789ab';
const alice = `arn:aws:sagemaker:us-east-1:${account}:user-profile/${domain}/alice`;

const egress = ['203.0.113.0/28'];
const withoutEgress = rolePolicy([]);
const withEgress = rolePolicy(egress);

/** The role's synthesized policy, with ids as in a deployment in place of references. */
function rolePolicy(egressCidrs: readonly string[], changes: object = {}): JsonObject {
  const stack = synthesize({ 'corporate.egressCidrs': egressCidrs, ...changes })['private-api'];
  const ids: [RegExp, string][] = [
    [/\$\{data\.aws_caller_identity\.current\.account_id\}/g, account],
    [/\$\{[^}]*aws_vpcvpcid\}/g, vpc],
    [/\$\{[^}]*aws_vpc_endpointsagemaker-apiid\}/g, apiEndpoint],
    [/\$\{[^}]*aws_vpc_endpointstudioid\}/g, studioEndpoint],
    [/\$\{[^}]*aws_sagemaker_domaindomainid\}/g, domain],
    [/\$\{aws_cloudwatch_log_group\.[a-z-]+\.arn\}/g, `arn:aws:logs:us-east-1:${account}:log-group:x`],
  ];
  const text = ids.reduce(
    (policy, [reference, id]) => policy.replaceAll(reference, id),
    String(resourceOf(stack, 'aws_iam_role_policy', 'presigned-url-policy').policy),
  );
  if (text.includes('${')) throw new Error(`a reference is left: ${text}`);
  return JSON.parse(text) as JsonObject;
}

interface IamRequest {
  readonly context: Readonly<Record<string, string>>;
  readonly action?: string;
  readonly resource?: string;
}

/** Where a request comes from, as IAM sees it: over an endpoint (private address, VPC) or not (public address). */
const over = (endpoint: string, inVpc: string, address: string) => ({
  'aws:SourceVpce': endpoint,
  'aws:SourceVpc': inVpc,
  'aws:VpcSourceIp': address,
});
const fromInternet = (address: string) => ({ 'aws:SourceIp': address });

async function isAllowed(policy: JsonObject, { context, action, resource }: IamRequest): Promise<boolean> {
  const request = {
    action: action ?? 'sagemaker:CreatePresignedDomainUrl',
    resource: resource ?? alice,
    context: { ...context, 'aws:SecureTransport': 'true' },
  };
  return (await decide([policy], request)) === 'Allow';
}

/** What is requested · the request · allowed without egress addresses · allowed with. */
const matrix: [string, IamRequest, boolean, boolean][] = [
  // intended ways
  [
    'creation over the API endpoint from a VPC address',
    { context: over(apiEndpoint, vpc, '10.20.0.20') },
    true,
    true,
  ],
  ['creation from the last VPC address', { context: over(apiEndpoint, vpc, '10.20.255.254') }, true, true],
  [
    'use over the Studio endpoint from a corporate address',
    { context: over(studioEndpoint, vpc, '192.168.10.7') },
    true,
    true,
  ],
  [
    'use over the Studio endpoint from the VPC',
    { context: over(studioEndpoint, vpc, '10.20.33.1') },
    true,
    true,
  ],
  [
    'use over the API endpoint from a corporate address',
    { context: over(apiEndpoint, vpc, '192.168.10.7') },
    true,
    true,
  ],
  [
    'use over the Studio endpoint from a site that is not listed (security groups keep it out)',
    { context: over(studioEndpoint, vpc, '192.168.99.1') },
    true,
    true,
  ],
  [
    'another endpoint of this VPC from a corporate address',
    { context: over(otherEndpoint, vpc, '192.168.10.7') },
    true,
    true,
  ],
  ['the egress address', { context: fromInternet('203.0.113.5') }, false, true],

  // other networks
  [
    'another VPC with the same private range',
    { context: over(otherEndpoint, otherVpc, '10.20.0.20') },
    false,
    false,
  ],
  [
    'another VPC with a corporate address',
    { context: over(otherEndpoint, otherVpc, '192.168.10.7') },
    false,
    false,
  ],
  [
    'another endpoint of this VPC from an address outside',
    { context: over(otherEndpoint, vpc, '172.16.0.1') },
    false,
    false,
  ],
  [
    'an address one below the VPC, over another endpoint',
    { context: over(otherEndpoint, vpc, '10.19.255.255') },
    false,
    false,
  ],
  [
    'an address one above the corporate network, over another endpoint',
    { context: over(otherEndpoint, vpc, '192.168.11.0') },
    false,
    false,
  ],
  ['the internet', { context: fromInternet('198.51.100.7') }, false, false],
  ['the internet, next to the egress addresses', { context: fromInternet('203.0.113.16') }, false, false],
  ['the internet with a private address of the VPC', { context: fromInternet('10.20.0.20') }, false, false],
  [
    'the internet with a private address of the corporate network',
    { context: fromInternet('192.168.10.7') },
    false,
    false,
  ],
  [
    'the egress address behind another endpoint',
    { context: over(otherEndpoint, otherVpc, '203.0.113.5') },
    false,
    false,
  ],

  // missing keys
  ['no network context', { context: {} }, false, false],
  ['a private address without a VPC', { context: { 'aws:VpcSourceIp': '10.20.0.20' } }, false, false],
  ['the VPC without an address', { context: { 'aws:SourceVpc': vpc } }, false, false],
  ['another endpoint alone', { context: { 'aws:SourceVpce': otherEndpoint } }, false, false],
  ['an IPv6 address', { context: { 'aws:SourceIp': '2001:db8::1' } }, false, false],

  // other requests
  [
    "another domain's profile",
    { context: over(apiEndpoint, vpc, '10.20.0.20'), resource: alice.replace(domain, 'd-ba9876543210') },
    false,
    false,
  ],
  [
    "another account's profile",
    { context: over(apiEndpoint, vpc, '10.20.0.20'), resource: alice.replace(account, '444455556666') },
    false,
    false,
  ],
  [
    "another region's profile",
    { context: over(apiEndpoint, vpc, '10.20.0.20'), resource: alice.replace('us-east-1', 'eu-west-1') },
    false,
    false,
  ],
  [
    'another action on the profile',
    { context: over(apiEndpoint, vpc, '10.20.0.20'), action: 'sagemaker:DeleteUserProfile' },
    false,
    false,
  ],
  [
    'a look at the profile',
    { context: over(apiEndpoint, vpc, '10.20.0.20'), action: 'sagemaker:DescribeUserProfile' },
    false,
    false,
  ],
  [
    'a notebook instance',
    {
      context: over(apiEndpoint, vpc, '10.20.0.20'),
      action: 'sagemaker:CreatePresignedNotebookInstanceUrl',
      resource: `arn:aws:sagemaker:us-east-1:${account}:notebook-instance/x`,
    },
    false,
    false,
  ],
  [
    'another profile of the domain (the authorizer keeps people apart)',
    { context: over(apiEndpoint, vpc, '10.20.0.20'), resource: alice.replace('alice', 'bob') },
    true,
    true,
  ],
];

describe('the presigning role, for creating a URL and for every request made with it', () => {
  it.each(matrix)('%s', async (_, request, without, having) => {
    expect({
      without: await isAllowed(withoutEgress, request),
      having: await isAllowed(withEgress, request),
    }).toEqual({
      without,
      having,
    });
  });

  it.each([
    ['suspended', { 'studio.suspended': ['alice'] }],
    ['removed', { 'studio.users': ['bob'], 'studio.removedUsers': ['alice'] }],
  ])('is closed to a %s user from everywhere, and open to others as before', async (_, changes) => {
    const shut = rolePolicy(egress, changes);
    for (const [, request, , having] of matrix) {
      expect(await isAllowed(shut, request)).toBe(having && request.resource !== undefined);
      if (request.resource !== undefined) continue;
      const other = { ...request, resource: alice.replace('alice', 'bob') };
      expect(await isAllowed(shut, other)).toBe(having);
    }
  });

  it('stays closed when a wide Allow is attached to it as well', async () => {
    const everything = { Sid: 'Everything', Effect: 'Allow', Action: 'sagemaker:*', Resource: '*' };
    const widened = (policy: object) => ({
      ...policy,
      Statement: [...(policy as { Statement: object[] }).Statement, everything],
    });
    for (const [, request, without] of matrix) {
      const { action, resource } = request;
      if (without || action !== undefined || resource !== undefined) continue;
      expect(await isAllowed(widened(withoutEgress), request)).toBe(false);
    }
  });

  it('would admit another VPC with the same range if addresses were not paired with the VPC, so the matrix can fail', async () => {
    const { Statement } = withoutEgress as {
      Statement: { Sid: string; Condition: Record<string, unknown> }[];
    };
    const pair = Statement.find(({ Sid }) => Sid === 'FromPrivateAddresses');
    const unpaired = { ...pair, Condition: { IpAddress: pair?.Condition.IpAddress } };
    const policy = { Version: '2012-10-17', Statement: [unpaired] };
    expect(await isAllowed(policy, { context: over(otherEndpoint, otherVpc, '10.20.0.20') })).toBe(true);
  });
});
