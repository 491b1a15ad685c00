import { environmentWith } from '../../test-support/environments';
import { statementsOf } from '../../test-support/policies';
import { synthesizeEnvironment } from '../../test-support/synthesize';

const inAccount = (service: string, resource: string) => `arn:aws:${service}:us-east-1:<account>:${resource}`;
const ownPrincipals = { Condition: { StringEquals: { 'aws:PrincipalAccount': '<account>' } } };
const allow = (Sid: string, Action: unknown, Resource: unknown, more: object = {}) => ({
  Sid,
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});
const trust = (Service: string, more: object = {}) => ({
  Sid: 'Service',
  Effect: 'Allow',
  Principal: { Service },
  Action: 'sts:AssumeRole',
  ...more,
});

/** What the agent of Systems Manager does; most of it names no resource. */
const agent = [
  allow(
    'Agent',
    [
      'ssm:DescribeAssociation',
      'ssm:ListAssociations',
      'ssm:ListInstanceAssociations',
      'ssm:PutComplianceItems',
      'ssm:UpdateAssociationStatus',
      'ssm:UpdateInstanceAssociationStatus',
      'ssm:UpdateInstanceInformation',
    ],
    '*',
  ),
  allow(
    'SessionsAndCommands',
    [
      'ec2messages:AcknowledgeMessage',
      'ec2messages:DeleteMessage',
      'ec2messages:FailMessage',
      'ec2messages:GetEndpoint',
      'ec2messages:GetMessages',
      'ec2messages:SendReply',
      'ssmmessages:CreateControlChannel',
      'ssmmessages:CreateDataChannel',
      'ssmmessages:OpenControlChannel',
      'ssmmessages:OpenDataChannel',
    ],
    '*',
  ),
];
const readDocument = (name: string) =>
  allow(
    'ReadDocument',
    ['ssm:DescribeDocument', 'ssm:GetDocument'],
    inAccount('ssm', `document/studio-access-site-peering-${name}`),
  );
const readConfiguration = (name: string) =>
  allow(
    'ReadConfiguration',
    'ssm:GetParameter',
    inAccount('ssm', `parameter/studio-access/site-peering/${name}/*`),
  );
const readPackages = [
  allow('ListPackages', 's3:ListBucket', 'arn:aws:s3:::studio-access-packages'),
  allow('ReadPackages', 's3:GetObject', 'arn:aws:s3:::studio-access-packages/*'),
];
const ofService = (service: string) => [
  allow('OwnPrincipals', `${service}:*`, '*', { Principal: '*', ...ownPrincipals }),
];

const expected: Record<string, object[]> = {
  'corporate-network/aws_iam_role.site-dns-role trust': [trust('ec2.amazonaws.com')],
  'corporate-network/aws_iam_role.site-linux-role trust': [trust('ec2.amazonaws.com')],
  'corporate-network/aws_iam_role.site-outside-role trust': [trust('ec2.amazonaws.com')],
  'corporate-network/aws_iam_role.site-proxy-role trust': [trust('ec2.amazonaws.com')],
  'corporate-network/aws_iam_role.site-windows-role trust': [trust('ec2.amazonaws.com')],
  'corporate-network/aws_iam_role.site-stop-role trust': [
    trust('scheduler.amazonaws.com', { Condition: { StringEquals: { 'aws:SourceAccount': '<account>' } } }),
  ],
  'corporate-network/aws_iam_role_policy.site-dns-policy': [
    ...agent,
    readDocument('site-dns'),
    readConfiguration('site-dns'),
  ],
  'corporate-network/aws_iam_role_policy.site-proxy-policy': [
    ...agent,
    readDocument('site-proxy'),
    readConfiguration('site-proxy'),
  ],
  'corporate-network/aws_iam_role_policy.site-windows-policy': [
    ...agent,
    readDocument('site-windows'),
    ...readPackages,
  ],
  'corporate-network/aws_iam_role_policy.site-linux-policy': [
    ...agent,
    readDocument('site-linux'),
    ...readPackages,
  ],
  'corporate-network/aws_iam_role_policy.site-outside-policy': agent,
  'corporate-network/aws_iam_role_policy.site-stop-policy': [
    allow(
      'StopHosts',
      'ec2:StopInstances',
      ['dns-a', 'dns-b', 'proxy', 'windows', 'linux', 'outside'].map((host) =>
        inAccount('ec2', `instance/<aws_instance.site-${host}.id>`),
      ),
    ),
  ],
  'corporate-network/aws_vpc_endpoint.site-ssm': ofService('ssm'),
  'corporate-network/aws_vpc_endpoint.site-ssmmessages': ofService('ssmmessages'),
  'corporate-network/aws_vpc_endpoint.site-ec2messages': ofService('ec2messages'),
  'corporate-network/aws_vpc_endpoint.site-s3': [
    allow('ReadAmazonLinux', 's3:GetObject', 'arn:aws:s3:::al2023-repos-us-east-1-de612dc2/*', {
      Principal: '*',
    }),
    ...readPackages.map((statement) => ({ ...statement, Principal: '*', ...ownPrincipals })),
  ],
};

describe('policies of a simulated corporate site', () => {
  const ofSite = statementsOf(synthesizeEnvironment(environmentWith({}, 'site-peering'))).filter(
    ({ where }) => where.startsWith('corporate-network/'),
  );

  it.each([...new Set([...Object.keys(expected), ...ofSite.map(({ where }) => where)])])(
    '%s is exactly as reviewed',
    (where) => {
      const found = ofSite.filter((item) => item.where === where).map(({ statement }) => statement);
      expect(found).toEqual(expected[where] ?? `nothing: a new policy belongs in this test`);
    },
  );

  it('let nobody read a bucket of packages that is not named', () => {
    const environment = environmentWith({ 'corporateSite.packagesBucket': undefined }, 'site-peering');
    const text = JSON.stringify(
      statementsOf(synthesizeEnvironment(environment)).filter(({ where }) =>
        where.startsWith('corporate-network/'),
      ),
    );
    expect(text).not.toContain('Packages');
    expect(text).toContain('ReadAmazonLinux');
  });
});
