import { adoptedVpc } from './environments';
import { wrongIdentities } from './wrong-identities';

/** A simulated site as a change to the example, whose connection is a transit gateway. */
const site = (changes: Readonly<Record<string, unknown>>) => ({
  corporateSite: { vpcCidr: '192.168.10.0/24', connection: 'transit-gateway', ...changes },
});

const subnet = (id: string, cidr: string, availabilityZone: string) => ({ id, cidr, availabilityZone });

/** Name of the case · changes to the example · text that the one line of the message must contain. */
export const wrongConfigurations: [string, Record<string, unknown>, string][] = [
  ...wrongIdentities,
  [
    'a user whose name is a path of the API',
    { 'studio.users': ['portal'] },
    'studio.users[0]: got "portal", expected another name: portal is a path of the API, /portal',
  ],
  [
    "a name of the operator that could be one of Terraform's expressions",
    { portal: { operator: { name: 'ML ${local.team}' } } },
    'portal.operator.name: got "ML ${local.team}", expected a name of 1 to 80 letters',
  ],
  ...['javascript:alert(1)', 'http://help.corp.example.com', 'ml-platform@corp.example.com'].map(
    (help): [string, Record<string, unknown>, string] => [
      `${help} for help`,
      { portal: { operator: { help } } },
      `portal.operator.help: got "${help}", expected a mailto: or https: address`,
    ],
  ),
  [
    'a site that nobody admits',
    site({ vpcCidr: '192.168.20.0/24' }),
    'corporateSite.vpcCidr: got "192.168.20.0/24", expected a CIDR within one of corporate.cidrs (192.168.10.0/24): nobody else is admitted',
  ],
  [
    'a site in the private VPC',
    site({ vpcCidr: '10.20.128.0/24' }),
    'corporateSite.vpcCidr: got "10.20.128.0/24", expected a CIDR that does not overlap the VPC\'s 10.20.0.0/16',
  ],
  [
    'a site without room for four subnets',
    site({ vpcCidr: '192.168.10.0/27' }),
    'corporateSite.vpcCidr: got "192.168.10.0/27", expected a private IPv4 CIDR from /16 to /26',
  ],
  [
    'a site that makes a connection beside the one there is',
    site({ connection: 'vpc-peering' }),
    'corporateSite.connection: got "vpc-peering", expected "vpc-peering" only together with "corporate.connection": "none"',
  ],
  [
    'a site on a transit gateway that there is not',
    { ...site({}), 'corporate.connection': 'none' },
    'corporateSite.connection: got "transit-gateway", expected "transit-gateway" only together with corporate.connection.transitGatewayId',
  ],
  [
    'a site without a way back',
    {
      ...adoptedVpc({ routeTableIds: [] }),
      'network.resolver': { ipAddresses: ['10.30.1.10', '10.30.2.10'] },
      'corporate.connection': 'none',
      ...site({ connection: 'vpc-peering' }),
    },
    'corporateSite.connection: got "vpc-peering", expected "vpc-peering" only together with network.vpc.existing.routeTableIds',
  ],
  [
    'another connection of a site',
    site({ connection: 'vpn' }),
    'corporateSite.connection: got "vpn", expected "vpc-peering" or "transit-gateway"',
  ],
  [
    'a time of day that there is not',
    site({ dailyStopUtc: '24:00' }),
    'corporateSite.dailyStopUtc: got "24:00", expected "never", or a time of day in UTC from "00:00" to "23:59"',
  ],
  [
    'a bucket of packages by its address',
    site({ packagesBucket: 's3://packages' }),
    'corporateSite.packagesBucket: got "s3://packages", expected the name of an S3 bucket in this account and region',
  ],
  [
    'hosts of a site that are too large',
    site({ clientType: 'm5.24xlarge' }),
    'corporateSite.clientType: got "m5.24xlarge", expected one of "t3.micro", "t3.small"',
  ],
  [
    'everything for the proxy of a site',
    site({ proxyHosts: ['*'] }),
    'corporateSite.proxyHosts[0]: got "*", expected a DNS name of at least two labels in lower case, or "*." and such a name',
  ],
  [
    'an unknown key',
    { regoin: 'us-east-1' },
    'regoin: got "us-east-1", expected a known key: one of $schema, region,',
  ],
  [
    'an unknown key deep inside',
    { 'api.throttle.rate': 5 },
    'api.throttle.rate: got 5, expected a known key: one of ratePerSecond, burst',
  ],
  [
    'both of a choice',
    { 'network.resolver': { hostNumber: 10, ipAddresses: ['10.20.0.10', '10.20.32.10'] } },
    'network.resolver: got {"hostNumber":10,"ipAddresses":["10.20.0.10","10.20.32.10"]}, expected exactly one of the keys hostNumber, ipAddresses',
  ],
  [
    'neither of a choice',
    { 'studio.domain': {} },
    'studio.domain: got {}, expected exactly one of the keys create, existing',
  ],
  [
    'more users than the subnets have addresses for',
    {
      'network.vpc': { create: { cidr: '10.20.0.0/24', availabilityZones: ['us-east-1a', 'us-east-1b'] } },
      'studio.users': Array.from({ length: 17 }, (_, index) => `user-${index}`),
    },
    'studio.users: got 17, expected at most 16 users in 10.20.0.0/27, 10.20.0.32/27: of each subnet AWS keeps 5 addresses and the deployment needs 11 (interface endpoints 7,',
  ],
  [
    'an unknown mode of the DNS Firewall',
    { 'network.dnsFirewall': { mode: 'deny' } },
    'network.dnsFirewall.mode: got "deny", expected "block", "alert" or "off"',
  ],
  ...['*', '*.com', 'packages', 'Packages.example.com', 'packages.example.com.', 'a.*.example.com'].map(
    (name): [string, Record<string, unknown>, string] => [
      `the name ${name} for the DNS Firewall`,
      { 'network.dnsFirewall': { allowedDomains: [name] } },
      `network.dnsFirewall.allowedDomains[0]: got "${name}", expected a DNS name of at least two labels in lower case`,
    ],
  ),
  [
    'a name for the DNS Firewall twice',
    { 'network.dnsFirewall': { allowedDomains: ['a.example.com', 'a.example.com'] } },
    'network.dnsFirewall.allowedDomains[1]: got "a.example.com", expected a name that is not listed before',
  ],
  [
    'names for a DNS Firewall that is off',
    { 'network.dnsFirewall': { mode: 'off', allowedDomains: ['a.example.com'] } },
    'network.dnsFirewall.allowedDomains: got ["a.example.com"], expected no names while there is no firewall',
  ],
  [
    'names for the DNS Firewall that an existing VPC does not get by itself',
    {
      ...adoptedVpc(),
      'network.resolver': { ipAddresses: ['10.30.1.10', '10.30.2.10'] },
      'network.dnsFirewall': { allowedDomains: ['a.example.com'] },
    },
    'network.dnsFirewall.mode is "off" by default in an existing VPC',
  ],
  [
    'a retention of the DNS query log that CloudWatch does not know',
    { 'network.dnsQueryLog': 2 },
    'network.dnsQueryLog: got 2, expected "off", or a retention CloudWatch Logs knows: 1, 3, 5,',
  ],
  [
    'a removed user who is still listed',
    { 'studio.removedUsers': ['bob'] },
    'studio.removedUsers[0]: got "bob", expected a name that is not in studio.users; remove studio.users[1]',
  ],
  [
    'a user removed twice',
    { 'studio.removedUsers': ['carol', 'carol'] },
    'studio.removedUsers[1]: got "carol", expected a user who is not listed before',
  ],
  [
    'a suspended person who is no user',
    { 'studio.suspended': ['carol'] },
    'studio.suspended[0]: got "carol", expected a name of studio.users, where suspended people stay until they are removed',
  ],
  [
    'a suspended person who is removed as well',
    { 'studio.users': ['alice'], 'studio.removedUsers': ['bob'], 'studio.suspended': ['bob'] },
    'studio.suspended[0]: got "bob", expected a name of studio.users, where suspended people stay until they are removed; who is in studio.removedUsers is shut out already',
  ],
  [
    'a user suspended twice',
    { 'studio.suspended': ['bob', 'bob'] },
    'studio.suspended[1]: got "bob", expected a user who is not listed before',
  ],
  [
    'a suspended user in capitals',
    { 'studio.suspended': ['Bob'] },
    'studio.suspended[0]: got "Bob", expected a user profile name: 2 to 63 lower-case letters, digits and inner hyphens, such as "bob"',
  ],
  [
    'a setting that cannot be handed over',
    { release: ['identity'] },
    'release[0]: got "identity", expected one of "network.vpc", "identity.cognito", "studio.domain", "api.customDomain"',
  ],
  [
    'a domain handed over and still created',
    { release: ['studio.domain'] },
    'release[0]: got "studio.domain", expected "studio.domain" only together with studio.domain.existing',
  ],
  [
    'a VPC handed over and still created',
    { release: ['network.vpc'] },
    'release[0]: got "network.vpc", expected "network.vpc" only together with network.vpc.existing',
  ],
  [
    'a custom domain handed over and still asked for',
    {
      release: ['api.customDomain'],
      'api.customDomain': {
        name: 'studio.corp.example.com',
        certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/11111111-2222-3333-4444-555555555555',
      },
    },
    'release[0]: got "api.customDomain", expected "api.customDomain" only without api.customDomain',
  ],
  [
    'a setting handed over twice',
    {
      release: ['studio.domain', 'studio.domain'],
      'studio.domain': { existing: { domainId: 'd-0123456789ab' } },
    },
    'release[1]: got "studio.domain", expected a setting that is not listed before',
  ],
  [
    'roles of an existing domain',
    { 'studio.domain': { existing: { domainId: 'd-0123456789ab' } }, 'studio.executionRoles': 'shared' },
    'studio.executionRoles: got "shared", expected no such setting with studio.domain.existing: profiles and roles of an existing domain are managed elsewhere',
  ],
  [
    'profiles of an existing domain',
    { 'studio.domain': { existing: { domainId: 'd-0123456789ab' } }, 'studio.profiles': 'listed' },
    'studio.profiles: got "listed", expected no such setting with studio.domain.existing',
  ],
  [
    'profiles on first use with a role for each user',
    { 'studio.profiles': 'on-first-use' },
    'studio.executionRoles: got nothing, expected "shared" with "profiles": "on-first-use": the function that makes a profile may pass one role only, and makes none',
  ],
  [
    'another kind of roles',
    { 'studio.executionRoles': 'one' },
    'studio.executionRoles: got "one", expected "per-user" or "shared"',
  ],
  [
    'another kind of profiles',
    { 'studio.profiles': 'all' },
    'studio.profiles: got "all", expected "listed" or "on-first-use"',
  ],
  ['a missing key', { region: undefined }, 'region: got nothing, expected an AWS region, e.g. "us-east-1"'],
  [
    'a region that does not exist',
    { region: 'us-esat-1' },
    'region: got "us-esat-1", expected one of the known AWS regions: af-south-1,',
  ],
  [
    'an account id as a number',
    { allowedAccountIds: [111122223333] },
    'allowedAccountIds[0]: got 111122223333, expected a 12-digit AWS account id, as a string',
  ],
  ['no account', { allowedAccountIds: [] }, 'allowedAccountIds: got [], expected a list of AWS account ids'],
  [
    'an account twice',
    { allowedAccountIds: ['111122223333', '111122223333'] },
    'allowedAccountIds[1]: got "111122223333", expected an account id that is not listed before',
  ],
  [
    'a tag AWS keeps for itself',
    { tags: { 'aws:owner': 'me' } },
    'tags.aws:owner: got "aws:owner", expected a tag key AWS accepts',
  ],
  [
    'an empty tag value',
    { tags: { Owner: '' } },
    'tags.Owner: got "", expected a tag value AWS accepts, of 1 to 256 letters, digits, spaces and _.:/=+@-; an empty one would show as a change in every later plan',
  ],
  [
    'a route table twice',
    {
      ...adoptedVpc({ routeTableIds: ['rtb-0123456789abcdef0', 'rtb-0123456789abcdef0'] }),
      'network.resolver': { ipAddresses: ['10.30.1.10', '10.30.2.10'] },
    },
    'network.vpc.existing.routeTableIds[1]: got "rtb-0123456789abcdef0", expected a route table that is not listed before',
  ],
  [
    'a topic twice',
    { 'api.alarmTopicArns': ['a', 'a'].map((name) => `arn:aws:sns:us-east-1:111122223333:${name}`) },
    'api.alarmTopicArns[1]: got "arn:aws:sns:us-east-1:111122223333:a", expected a topic that is not listed before',
  ],
  [
    'an unknown kind of state',
    { state: { type: 'http' } },
    'state.type: got {"type":"http"}, expected { "type": "local" } or { "type": "s3",',
  ],
  [
    'S3 state without a bucket',
    { state: { type: 's3', region: 'us-east-1', keyPrefix: 'x' } },
    'state.bucket: got nothing, expected the name of an S3 bucket',
  ],
  [
    'a CIDR with host bits',
    { 'network.vpc.create.cidr': '10.20.0.1/16' },
    'with all host bits zero: "10.20.0.0/16"',
  ],
  [
    'a CIDR in octal',
    { 'network.vpc.create.cidr': '010.020.0.0/16' },
    'network.vpc.create.cidr: got "010.020.0.0/16", expected an IPv4 CIDR',
  ],
  [
    'a CIDR in short form',
    { 'network.vpc.create.cidr': '10.20/16' },
    'network.vpc.create.cidr: got "10.20/16", expected an IPv4 CIDR',
  ],
  [
    'an IPv6 CIDR',
    { 'corporate.cidrs': ['fd00::/8'] },
    'corporate.cidrs[0]: got "fd00::/8", expected an IPv4 CIDR of the corporate network',
  ],
  ['a VPC wider than AWS allows', { 'network.vpc.create.cidr': '10.0.0.0/15' }, 'no wider than /16'],
  [
    'a VPC without room for the subnets',
    { 'network.vpc.create.cidr': '10.20.0.0/25' },
    'no narrower than /24',
  ],
  ['loopback addresses', { 'network.vpc.create.cidr': '127.0.0.0/16' }, 'it holds loopback addresses'],
  [
    'a corporate network that overlaps the VPC',
    { 'corporate.cidrs': ['10.0.0.0/8'] },
    'corporate.cidrs[0]: got "10.0.0.0/8", expected a CIDR that does not overlap the VPC\'s 10.20.0.0/16: traffic between the two could not be routed',
  ],
  [
    'corporate networks that overlap',
    { 'corporate.cidrs': ['192.168.0.0/16', '192.168.10.0/24'] },
    'corporate.cidrs[1]: got "192.168.10.0/24", expected a CIDR that does not overlap 192.168.0.0/16 of corporate.cidrs[0]',
  ],
  ['the whole internet as corporate network', { 'corporate.cidrs': ['0.0.0.0/0'] }, 'no wider than /8'],
  [
    'no corporate network',
    { 'corporate.cidrs': [] },
    'corporate.cidrs: got [], expected one to 30 CIDRs of the corporate network',
  ],
  [
    'private addresses as egress',
    { 'corporate.egressCidrs': ['192.168.10.0/24'] },
    'aws:SourceIp never holds a private one',
  ],
  [
    'one zone',
    { 'network.vpc.create.availabilityZones': ['us-east-1a'] },
    'expected two to six availability zones: one alone would take Studio down with it',
  ],
  [
    'more zones than resolver addresses',
    {
      'network.vpc.create.availabilityZones': ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map(
        (zone) => `us-east-1${zone}`,
      ),
    },
    'Route 53 Resolver allows six addresses',
  ],
  [
    'a zone of another region',
    { 'network.vpc.create.availabilityZones': ['us-east-1a', 'us-west-2b'] },
    'network.vpc.create.availabilityZones[1]: got "us-west-2b", expected a zone of the region us-east-1',
  ],
  [
    'a zone twice',
    { 'network.vpc.create.availabilityZones': ['us-east-1a', 'us-east-1a'] },
    'network.vpc.create.availabilityZones[1]: got "us-east-1a", expected a zone that is not listed before',
  ],
  [
    'a host number AWS keeps',
    { 'network.resolver.hostNumber': 3 },
    'network.resolver.hostNumber: got 3, expected the number of a host within each subnet, 4 or more',
  ],
  [
    'the last host of the subnet',
    { 'network.resolver.hostNumber': 8191 },
    'network.resolver.hostNumber: got 8191, expected a host number from 4 to 8190',
  ],
  [
    'a resolver address outside the subnets',
    { 'network.resolver': { ipAddresses: ['10.20.0.10', '10.21.0.10'] } },
    'network.resolver.ipAddresses[1]: got "10.21.0.10", expected an address within one of the subnets 10.20.0.0/19, 10.20.32.0/19',
  ],
  [
    'a resolver address AWS keeps',
    { 'network.resolver': { ipAddresses: ['10.20.0.3', '10.20.32.10'] } },
    'network.resolver.ipAddresses[0]: got "10.20.0.3", expected an address that AWS does not reserve',
  ],
  [
    'the last address of a subnet',
    { 'network.resolver': { ipAddresses: ['10.20.31.255', '10.20.32.10'] } },
    'network.resolver.ipAddresses[0]: got "10.20.31.255", expected an address that AWS does not reserve',
  ],
  [
    'a resolver address twice',
    { 'network.resolver': { ipAddresses: ['10.20.0.10', '10.20.0.10'] } },
    'network.resolver.ipAddresses[1]: got "10.20.0.10", expected an address that is not listed before',
  ],
  [
    'one resolver address',
    { 'network.resolver': { ipAddresses: ['10.20.0.10'] } },
    'expected two to six addresses: Route 53 Resolver needs two and its quota is six per endpoint',
  ],
  [
    'more resolver addresses than the quota',
    { 'network.resolver': { ipAddresses: [10, 11, 12, 13, 14, 15, 16].map((host) => `10.20.0.${host}`) } },
    'its quota is six per endpoint',
  ],
  [
    'an address that ends a statement',
    { 'network.resolver': { ipAddresses: ['10.20.0.10; }; x', '10.20.32.10'] } },
    'network.resolver.ipAddresses[0]: got "10.20.0.10; }; x", expected an IPv4 address in dotted decimal form',
  ],
  [
    'a transit gateway id of the wrong form',
    { 'corporate.connection': { transitGatewayId: 'tgw-123' } },
    'corporate.connection.transitGatewayId: got "tgw-123", expected an id of the form tgw-0123456789abcdef0',
  ],
  [
    'two connections',
    {
      'corporate.connection': {
        transitGatewayId: 'tgw-0123456789abcdef0',
        vpcPeeringConnectionId: 'pcx-0123456789abcdef0',
      },
    },
    'expected exactly one of the keys transitGatewayId, virtualPrivateGatewayId, vpcPeeringConnectionId',
  ],
  [
    'routes without route tables',
    adoptedVpc({ routeTableIds: [] }),
    'expected "none", or network.vpc.existing.routeTableIds',
  ],
  [
    'a VPC id of the wrong form',
    adoptedVpc({ vpcId: 'vpc-xyz' }),
    'network.vpc.existing.vpcId: got "vpc-xyz", expected an id of the form vpc-0123456789abcdef0',
  ],
  [
    'a subnet outside its VPC',
    adoptedVpc({
      subnets: [
        subnet('subnet-0123456789abcdef0', '10.31.1.0/24', 'us-east-1a'),
        subnet('subnet-0123456789abcdef1', '10.30.2.0/24', 'us-east-1b'),
      ],
    }),
    'network.vpc.existing.subnets[0].cidr: got "10.31.1.0/24", expected a CIDR within the VPC\'s 10.30.0.0/16',
  ],
  [
    'subnets that overlap',
    adoptedVpc({
      subnets: [
        subnet('subnet-0123456789abcdef0', '10.30.0.0/23', 'us-east-1a'),
        subnet('subnet-0123456789abcdef1', '10.30.1.0/24', 'us-east-1b'),
      ],
    }),
    'network.vpc.existing.subnets[1].cidr: got "10.30.1.0/24", expected a CIDR that does not overlap 10.30.0.0/23',
  ],
  [
    'a subnet twice',
    adoptedVpc({
      subnets: [
        subnet('subnet-0123456789abcdef0', '10.30.1.0/24', 'us-east-1a'),
        subnet('subnet-0123456789abcdef0', '10.30.2.0/24', 'us-east-1b'),
      ],
    }),
    'network.vpc.existing.subnets[1].id: got "subnet-0123456789abcdef0", expected a subnet that is not listed before',
  ],
  [
    'two subnets in one zone',
    adoptedVpc({
      subnets: [
        subnet('subnet-0123456789abcdef0', '10.30.1.0/24', 'us-east-1a'),
        subnet('subnet-0123456789abcdef1', '10.30.2.0/24', 'us-east-1a'),
      ],
    }),
    'network.vpc.existing.subnets[1].availabilityZone: got "us-east-1a", expected a zone that is not listed before',
  ],
  [
    'a domain id of the wrong form',
    { 'studio.domain': { existing: { domainId: 'D-123' } } },
    'studio.domain.existing.domainId: got "D-123", expected a Studio domain id',
  ],
  [
    'a user with capitals',
    { 'studio.users': ['Alice', 'bob'] },
    'studio.users[0]: got "Alice", expected a user profile name: 2 to 63 lower-case letters, digits and inner hyphens, such as "alice": SageMaker gives names back in lower case',
  ],
  [
    'a removed user with capitals',
    { 'studio.removedUsers': ['Carol-B'] },
    'studio.removedUsers[0]: got "Carol-B", expected a user profile name: 2 to 63 lower-case letters, digits and inner hyphens, such as "carol-b"',
  ],
  [
    'a user of one letter',
    { 'studio.users': ['a'] },
    'studio.users[0]: got "a", expected a user profile name: 2 to 63',
  ],
  [
    'a user twice',
    { 'studio.users': ['alice', 'bob', 'alice'] },
    'studio.users[2]: got "alice", expected a name that is not listed before',
  ],
  [
    'the name of a path',
    { 'studio.users': ['me'] },
    'studio.users[0]: got "me", expected another name: me is a path of the API, /me',
  ],
  [
    'an e-mail address as user',
    { 'studio.users': ['alice@example.com'] },
    'studio.users[0]: got "alice@example.com", expected a user profile name',
  ],
  ['a wildcard as user', { 'studio.users': ['*'] }, 'studio.users[0]: got "*", expected a user profile name'],
  [
    'a user that ends in a line break',
    { 'studio.users': ['alice\n'] },
    'studio.users[0]: got "alice\\n", expected a user profile name',
  ],
  [
    'a user name that is too long',
    { 'studio.users': ['a'.repeat(64)] },
    'expected a user profile name: 2 to 63 lower-case letters',
  ],
  [
    'a URL lifetime that is too short',
    { 'studio.urlLifetimeSeconds': 4 },
    'studio.urlLifetimeSeconds: got 4, expected whole seconds from 5 to 300',
  ],
  [
    'a URL lifetime that is too long',
    { 'studio.urlLifetimeSeconds': 301 },
    'studio.urlLifetimeSeconds: got 301, expected whole seconds from 5 to 300',
  ],
  [
    'a fraction of a second',
    { 'studio.urlLifetimeSeconds': 59.5 },
    'studio.urlLifetimeSeconds: got 59.5, expected whole seconds from 5 to 300',
  ],
  [
    'an instance type of EC2',
    { 'studio.instanceTypes': ['t3.medium'] },
    'studio.instanceTypes[0]: got "t3.medium", expected an instance type of SageMaker, such as "ml.t3.medium"',
  ],
  [
    'no instance types',
    { 'studio.instanceTypes': [] },
    'studio.instanceTypes: got [], expected one to 30 instance types',
  ],
  [
    'an idle time that is too short',
    { 'studio.idleTimeoutMinutes': 59 },
    'studio.idleTimeoutMinutes: got 59, expected whole minutes from 60 to 525600',
  ],
  [
    'a landing page by its URI',
    { 'studio.landing': { default: 'app:JupyterLab:' } },
    'studio.landing.default: got "app:JupyterLab:", expected one of "studio", "jupyterlab", "code-editor"',
  ],
  [
    'a landing page of an app that Studio has no page for',
    { 'studio.landing': { apps: ['studio', 'vim'] } },
    'studio.landing.apps[1]: got "vim", expected one of "studio", "jupyterlab", "code-editor"',
  ],
  [
    'a landing page twice',
    { 'studio.landing': { apps: ['studio', 'studio'] } },
    'studio.landing.apps[1]: got "studio", expected an app that is not listed before',
  ],
  [
    'a default landing page that nobody may choose',
    { 'studio.landing': { apps: ['studio'], default: 'jupyterlab' } },
    'studio.landing.default: got "jupyterlab", expected an app of studio.landing.apps',
  ],
  [
    'remote access in words',
    { 'studio.remoteAccess': 'on' },
    'studio.remoteAccess: got "on", expected true or false',
  ],
  [
    'a session that is too short',
    { 'studio.sessionDurationSeconds': 1799 },
    'studio.sessionDurationSeconds: got 1799, expected whole seconds from 1800 to 43200',
  ],
  [
    'a session that is too long',
    { 'studio.sessionDurationSeconds': 43201 },
    'studio.sessionDurationSeconds: got 43201, expected whole seconds from 1800 to 43200',
  ],
  [
    'a token lifetime that is too long',
    { 'identity.cognito.accessTokenMinutes': 1441 },
    'identity.cognito.accessTokenMinutes: got 1441, expected whole minutes from 5 to 1440',
  ],
  [
    'an unknown kind of MFA',
    { 'identity.cognito.mfa': 'optional' },
    'identity.cognito.mfa: got "optional", expected "off" or "required": with "optional" Cognito asks nobody',
  ],
  [
    'a stage name API Gateway refuses',
    { 'api.stageName': 'v1/prod' },
    'api.stageName: got "v1/prod", expected a stage name: 1 to 128 letters, digits, _ and -',
  ],
  [
    'the stage API Gateway keeps for itself',
    { 'api.stageName': 'test-invoke-stage' },
    'api.stageName: got "test-invoke-stage", expected a stage name',
  ],
  [
    'a cache time API Gateway refuses',
    { 'api.authorizerCacheSeconds': 3601 },
    'api.authorizerCacheSeconds: got 3601, expected whole seconds from 0 (no cache) to 3600',
  ],
  [
    'a number as text',
    { 'api.throttle.ratePerSecond': '50' },
    'api.throttle.ratePerSecond: got "50", expected whole requests per second from 1 to 10000',
  ],
  [
    'no requests for anybody',
    { 'api.limitPerAddress': { requestsPerMinute: 0 } },
    'api.limitPerAddress.requestsPerMinute: got 0, expected "off", or whole requests per minute from 10 to 100000',
  ],
  [
    'a limit that is turned off in other words',
    { 'api.limitPerAddress': { requestsPerMinute: false } },
    'api.limitPerAddress.requestsPerMinute: got false, expected "off", or whole requests per minute from 10 to 100000',
  ],
  [
    'everybody as an exception from the limit',
    { 'api.limitPerAddress': { exceptCidrs: ['0.0.0.0/0'] } },
    'api.limitPerAddress.exceptCidrs[0]: got "0.0.0.0/0", expected an IPv4 CIDR of addresses that many people share, as the VPC sees them, no wider than /8',
  ],
  [
    'an exception from the limit that another one holds',
    { 'api.limitPerAddress': { exceptCidrs: ['192.168.10.0/28', '192.168.10.8/32'] } },
    'api.limitPerAddress.exceptCidrs[1]: got "192.168.10.8/32", expected a CIDR that does not overlap 192.168.10.0/28 of api.limitPerAddress.exceptCidrs[0]',
  ],
  [
    'functions that may not run',
    { 'api.reservedConcurrency': 0 },
    'api.reservedConcurrency: got 0, expected whole executions from 1 to 1000',
  ],
  [
    'a retention CloudWatch does not know',
    { 'api.logRetentionDays': 100 },
    'api.logRetentionDays: got 100, expected a retention CloudWatch Logs knows: 1, 3, 5,',
  ],
  [
    'an alarm topic elsewhere',
    { 'api.alarmTopicArns': ['arn:aws:sns:eu-west-1:111122223333:alarms'] },
    'api.alarmTopicArns[0]: got "arn:aws:sns:eu-west-1:111122223333:alarms", expected an ARN of the region us-east-1',
  ],
  [
    'a key that is no ARN',
    { 'studio.domain': { create: { name: 'studio', kmsKeyArn: 'alias/studio' } } },
    'studio.domain.create.kmsKeyArn: got "alias/studio", expected the ARN of a KMS key',
  ],
  [
    'an expression in an ARN',
    {
      'studio.domain': {
        create: { name: 'studio', executionPolicyArns: ['arn:aws:iam::aws:policy/${file("/etc/hostname")}'] },
      },
    },
    'studio.domain.create.executionPolicyArns[0]: got "arn:aws:iam::aws:policy/${file(\\"/etc/hostname\\")}", expected the ARN of a managed policy',
  ],
  [
    'a role in place of a policy',
    {
      'studio.domain': {
        create: { name: 'studio', executionPolicyArns: ['arn:aws:iam::111122223333:role/x'] },
      },
    },
    'expected the ARN of a managed policy',
  ],
  [
    'a policy of another partition',
    {
      'studio.domain': {
        create: { name: 'studio', executionPolicyArns: ['arn:aws-cn:iam::aws:policy/X'] },
      },
    },
    'expected an ARN of the partition aws',
  ],
  [
    'a policy twice',
    {
      'studio.domain': {
        create: {
          name: 'studio',
          executionPolicyArns: ['arn:aws:iam::aws:policy/X', 'arn:aws:iam::aws:policy/X'],
        },
      },
    },
    'studio.domain.create.executionPolicyArns[1]: got "arn:aws:iam::aws:policy/X", expected a policy that is not listed before',
  ],
  [
    'a topic without a name',
    { 'api.alarmTopicArns': ['arn:aws:sns:us-east-1'] },
    'api.alarmTopicArns[0]: got "arn:aws:sns:us-east-1", expected the ARN of an SNS topic',
  ],
  [
    'a domain id that is too long',
    { 'studio.domain': { existing: { domainId: `d-${'-'.repeat(100)}a` } } },
    'expected a Studio domain id',
  ],
  [
    'a domain name that is too long',
    { 'studio.domain': { create: { name: `a${'-'.repeat(100)}a` } } },
    'expected a domain name of 1 to 63 letters',
  ],
  [
    'tags that differ only in case',
    { tags: { Owner: 'a', owner: 'b' } },
    'tags.owner: got "owner", expected a key that differs from Owner in more than case',
  ],
  [
    'a tag that is there already',
    { tags: { environment: 'x' } },
    'tags.environment: got "environment", expected a key that differs from Environment in more than case',
  ],
  [
    'a corporate network with link-local addresses in it',
    { 'corporate.cidrs': ['169.0.0.0/8'] },
    'corporate.cidrs[0]: got "169.0.0.0/8", expected an IPv4 CIDR of the corporate network; it holds link-local addresses',
  ],
  [
    'reserved addresses as egress',
    { 'corporate.egressCidrs': ['240.0.0.0/16'] },
    'it holds reserved addresses',
  ],
  [
    'more corporate networks than a security group has room for',
    { 'corporate.cidrs': Array.from({ length: 31 }, (_, index) => `172.16.${index}.0/24`) },
    'each takes two of the 60 rules that a security group may have',
  ],
  [
    'a key prefix that leads elsewhere',
    { state: { type: 's3', bucket: 'states', region: 'us-east-1', keyPrefix: 'x//../' } },
    'state.keyPrefix: got "x//../", expected a key prefix of letters',
  ],
  [
    'an unknown DNS zone',
    { 'dns.apiZone': 'all' },
    'dns.apiZone: got "all", expected "api" (only this API\'s name) or "region"',
  ],
];

/** Name of the case · the file's text · text that the message must contain. */
export const malformedFiles: [string, string, string][] = [
  ['an empty file', '', 'line 1, column 1: got "the end of the file", expected JSON (ValueExpected)'],
  [
    'a file that breaks off',
    '{\n  "region": ',
    'line 2, column 13: got "the end of the file", expected JSON (ValueExpected)',
  ],
  ['a comment', '{ // here\n}', 'expected JSON (InvalidCommentToken)'],
  ['a trailing comma', '{ "region": "us-east-1", }', 'expected JSON'],
  ['a list', '[]', 'got [], expected an object with the keys $schema, region,'],
  ['null', 'null', 'got null, expected an object with the keys'],
  [
    'a key given twice',
    '{ "region": "us-east-1", "api": { "stageName": "a", "stageName": "b" } }',
    'api.stageName: got "stageName twice", expected each key once',
  ],
];
