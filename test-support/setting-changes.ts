import { companyTokens, samlFederation } from './environments';

/** A change of one setting on a living deployment, the expected plan, and advice for operators. */
export interface SettingChange {
  /** Paths in the schema; `[]` stands for each entry of a list. */
  readonly settings: readonly string[];
  /** In words, for `docs/operations.md`. */
  readonly change: string;
  /** Changes to the example, or to the deployment that was handed over. */
  readonly to: Readonly<Record<string, unknown>>;
  readonly effect: Effect;
  /** Text that a refusal must contain. */
  readonly says?: RegExp;
  readonly note?: string;
}

/**
 * `nothing`: no resource changes · `in place`: resources are updated · `adds`: new ones beside it · `refused`: the plan is
 * refused, nothing changes · `removes`, `replaces`, `forgets`: of these types.
 */
export type Effect =
  'nothing' | 'in place' | 'adds' | 'refused' | `${'removes' | 'replaces' | 'forgets'} ${string}`;

const zones = (...letters: string[]) => ({
  'network.vpc.create.availabilityZones': letters.map((letter) => `us-east-1${letter}`),
});
const certificateArn = (digit: number) =>
  `arn:aws:acm:us-east-1:111122223333:certificate/${String(digit).repeat(8)}-2222-3333-4444-555555555555`;
export const customDomain = { name: 'studio.corp.example.com', certificateArn: certificateArn(1) };

const protectedEntry = (setting: string, entry: string) =>
  new RegExp(`terraform_data\\.protectFromDestroy-${setting}\\["${entry}"\\]`);

/** Changes of the example. */
export const changesOfExample: readonly SettingChange[] = [
  { settings: ['$schema'], change: 'another path', to: { $schema: '../other.json' }, effect: 'nothing' },
  {
    settings: ['region'],
    change: 'another region',
    to: { region: 'us-west-2', 'network.vpc.create.availabilityZones': ['us-west-2a', 'us-west-2b'] },
    effect: 'refused',
    says: /region: this stack was deployed with us-east-1/,
    note: 'A deployment elsewhere is another environment file.',
  },
  {
    settings: ['allowedAccountIds'],
    change: 'one more',
    to: { allowedAccountIds: ['111122223333', '444455556666'] },
    effect: 'nothing',
    note: 'Credentials of another account are refused.',
  },
  { settings: ['tags'], change: 'another value', to: { tags: { Owner: 'data' } }, effect: 'in place' },
  {
    settings: ['protectFromDestroy'],
    change: 'off',
    to: { protectFromDestroy: false },
    effect: 'in place',
    note: 'From the next deployment on, what is called refused here is done.',
  },
  {
    settings: ['network.vpc.create.cidr'],
    change: 'another range',
    to: { 'network.vpc.create.cidr': '10.30.0.0/16' },
    effect: 'refused',
    says: /network\.vpc: this stack was deployed with create 10\.20\.0\.0\/16/,
  },
  {
    settings: ['network.vpc.create.availabilityZones'],
    change: 'one more at the end',
    to: zones('a', 'b', 'c'),
    effect: 'adds',
    note: 'See [Zones](#zones). The resolver gets an address in it: run `npm run dns` again afterwards.',
  },
  {
    settings: ['network.vpc.create.availabilityZones'],
    change: 'another order',
    to: zones('b', 'a'),
    effect: 'refused',
    says: /network\.vpc\.create\.availabilityZones\.us-east-1a: this stack was deployed with 10\.20\.0\.0\/19/,
  },
  {
    settings: ['network.vpc.create.availabilityZones'],
    change: 'one less',
    to: zones('a', 'c'),
    effect: 'refused',
    says: protectedEntry('network-vpc-create-availabilityZones', 'us-east-1b'),
    note: 'See [Zones](#zones).',
  },
  {
    settings: ['network.vpc.create.availabilityZones'],
    change: 'one without an endpoint service',
    to: zones('a', 'b', 'e'),
    effect: 'refused',
    says: /network\.vpc\.create\.availabilityZones: in this account the endpoint service \S+ does not exist in us-east-1e/,
  },
  {
    settings: ['network.resolver.hostNumber'],
    change: 'another number',
    to: { 'network.resolver.hostNumber': 11 },
    effect: 'refused',
    says: protectedEntry('network-resolver', '10.20.0.10'),
    note: 'Corporate DNS forwards to these addresses. Add new ones with `ipAddresses`, change corporate DNS, then let go of the old ones with `protectFromDestroy` off.',
  },
  {
    settings: ['network.resolver.ipAddresses'],
    change: 'the same addresses, in another order',
    to: { 'network.resolver': { ipAddresses: ['10.20.32.10', '10.20.0.10'] } },
    effect: 'in place',
    note: 'Only the order of an output changes.',
  },
  {
    settings: ['network.resolver.ipAddresses'],
    change: 'one more',
    to: { 'network.resolver': { ipAddresses: ['10.20.0.10', '10.20.32.10', '10.20.32.11'] } },
    effect: 'in place',
    note: 'Run `npm run dns` again afterwards.',
  },
  {
    settings: ['network.resolver.ipAddresses'],
    change: 'another address in place of one',
    to: { 'network.resolver': { ipAddresses: ['10.20.0.10', '10.20.32.11'] } },
    effect: 'refused',
    says: protectedEntry('network-resolver', '10.20.32.10'),
  },
  {
    settings: ['network.dnsFirewall.mode'],
    change: '`alert`',
    to: { 'network.dnsFirewall': { mode: 'alert' } },
    effect: 'in place',
    note: 'See [DNS Firewall](#dns-firewall).',
  },
  {
    settings: ['network.dnsFirewall.mode'],
    change: '`off`',
    to: { 'network.dnsFirewall': { mode: 'off' } },
    effect:
      'removes aws_route53_resolver_firewall_config, aws_route53_resolver_firewall_domain_list, aws_route53_resolver_firewall_rule, aws_route53_resolver_firewall_rule_group, aws_route53_resolver_firewall_rule_group_association',
    note: 'Notebooks can then send data out as parts of names.',
  },
  {
    settings: ['network.dnsFirewall.allowedDomains'],
    change: 'one more',
    to: { 'network.dnsFirewall': { allowedDomains: ['packages.corp.example.com'] } },
    effect: 'in place',
  },
  {
    settings: ['network.dnsQueryLog'],
    change: 'another',
    to: { 'network.dnsQueryLog': 30 },
    effect: 'in place',
    note: 'With a shorter one, CloudWatch deletes older logs.',
  },
  {
    settings: ['corporate.cidrs'],
    change: 'one more, or another order',
    to: { 'corporate.cidrs': ['192.168.20.0/24', '192.168.10.0/24'] },
    effect: 'adds',
  },
  {
    settings: ['corporate.cidrs'],
    change: 'another one',
    to: { 'corporate.cidrs': ['192.168.20.0/24'] },
    effect: 'removes aws_route, aws_vpc_security_group_ingress_rule',
    note: 'The network that is left out is shut out.',
  },
  {
    settings: ['corporate.egressCidrs'],
    change: 'one more',
    to: { 'corporate.egressCidrs': ['198.51.100.0/28'] },
    effect: 'in place',
  },
  ...(
    [
      ['none', 'none'],
      ['transitGatewayId', { transitGatewayId: 'tgw-0123456789abcdef1' }],
      ['virtualPrivateGatewayId', { virtualPrivateGatewayId: 'vgw-0123456789abcdef0' }],
      ['vpcPeeringConnectionId', { vpcPeeringConnectionId: 'pcx-0123456789abcdef0' }],
    ] as const
  ).map(([name, connection]): SettingChange => ({
    settings: [name === 'none' ? 'corporate.connection' : `corporate.connection.${name}`],
    change: name === 'none' ? '`"none"`' : 'another connection',
    to: { 'corporate.connection': connection },
    effect: 'refused',
    says: protectedEntry('corporate-connection', 'tgw-0123456789abcdef0'),
    note: 'It is the only way from a created VPC to the company. With `protectFromDestroy` off it is replaced; people are cut off meanwhile.',
  })),
  {
    settings: [
      'vpcCidr',
      'connection',
      'packagesBucket',
      'proxyHosts',
      'dailyStopUtc',
      'serverType',
      'clientType',
    ].map((name) => `corporateSite.${name}`),
    change: 'a simulated site',
    to: { corporateSite: { vpcCidr: '192.168.10.0/24', connection: 'transit-gateway' } },
    effect: 'in place',
    note: 'Outputs only. The site is the stack `corporate-network`: see [corporate-site.md](corporate-site.md).',
  },
  {
    settings: ['identity.cognito.mfa'],
    change: 'off',
    to: { 'identity.cognito.mfa': 'off' },
    effect: 'in place',
  },
  {
    settings: ['identity.cognito.accessTokenMinutes'],
    change: 'another',
    to: { 'identity.cognito.accessTokenMinutes': 60 },
    effect: 'in place',
  },
  {
    settings: [
      'providerName',
      'provider.saml.metadataUrl',
      'provider.saml.metadataFile',
      'provider.oidc.issuer',
      'provider.oidc.clientId',
      'provider.oidc.clientSecret.secretsManagerArn',
      'provider.oidc.clientSecret.terraformVariable',
      'provider.oidc.scopes',
      'profileAttribute',
      'emailAttribute',
      'acceptEditableAttribute',
      'deriveProfileNames',
      'signInDomain.prefix',
      'signInDomain.custom.name',
      'signInDomain.custom.certificateArn',
      'callbackUrls',
      'signOutUrls',
    ].map((setting) => `identity.cognito.federation.${setting}`),
    change: 'federation where there was none, with `localUsers`',
    to: { 'identity.cognito.federation': { ...samlFederation, localUsers: true } },
    effect: 'adds',
    note: 'The app client signs in by code from then on: sign-in with a password by the API ends.',
  },
  {
    settings: ['identity.cognito.federation.localUsers'],
    change: 'federation where there was none, without `localUsers`',
    to: { 'identity.cognito.federation': samlFederation },
    effect: 'removes aws_cognito_user',
    note: 'Their passwords go; profiles and work stay, and people sign in at the provider.',
  },
  {
    settings: [
      'issuer',
      'keys.jwksUri',
      'keys.jwksFile',
      'audience',
      'scope.request',
      'scope.token',
      'clients.claim',
      'clients.ids',
      'portal.clientId',
      'portal.authorizationUrl',
      'portal.tokenUrl',
      'portal.endSessionUrl',
      'profileClaim',
      'acceptEditableClaim',
      'deriveProfileNames',
    ].map((setting) => `identity.oidc.${setting}`),
    change: 'in place of `cognito`',
    to: { identity: companyTokens },
    effect: 'refused',
    says: /aws_cognito_user_pool\.user-pool/,
    note: 'It would destroy the user pool. Changes from one company setting to another are made in place.',
  },
  {
    settings: ['release'],
    change: '`identity.cognito`, together with `identity.oidc`',
    to: { identity: companyTokens, release: ['identity.cognito'] },
    effect: 'forgets aws_cognito_user, aws_cognito_user_pool, aws_cognito_user_pool_client',
    note: 'The pool stays in the account with its users, who can no longer open anything.',
  },
  {
    settings: ['studio.domain.create.name'],
    change: 'another name',
    to: { 'studio.domain.create.name': 'other' },
    effect: 'refused',
  },
  {
    settings: ['studio.domain.create.kmsKeyArn'],
    change: 'a key',
    to: {
      'studio.domain.create.kmsKeyArn':
        'arn:aws:kms:us-east-1:111122223333:key/11111111-2222-3333-4444-555555555555',
    },
    effect: 'refused',
  },
  {
    settings: ['studio.domain.create.executionPolicyArns'],
    change: 'one more',
    to: { 'studio.domain.create.executionPolicyArns': ['arn:aws:iam::111122223333:policy/data-access'] },
    effect: 'adds',
  },
  {
    settings: ['studio.domain.create.homeFileSystemOnDestroy'],
    change: '`delete`',
    to: { 'studio.domain.create.homeFileSystemOnDestroy': 'delete' },
    effect: 'refused',
    says: /studio\.domain\.create\.homeFileSystemOnDestroy: this stack was deployed with retain/,
    note: 'It is decided when the domain is created.',
  },
  {
    settings: ['studio.domain.existing.domainId'],
    change: 'in place of `create`',
    to: { 'studio.domain': { existing: { domainId: 'd-0123456789ab' } } },
    effect: 'refused',
  },
  {
    settings: ['studio.users'],
    change: 'one more, in another order',
    to: { 'studio.users': ['carol', 'bob', 'alice'] },
    effect: 'adds',
  },
  {
    settings: ['studio.users'],
    change: 'settings of one',
    to: {
      'studio.users': [
        {
          name: 'alice',
          tags: { CostCentre: '4711' },
          executionPolicyArns: ['arn:aws:iam::111122223333:policy/data-access'],
        },
        'bob',
      ],
    },
    effect: 'adds',
    note: 'A policy is attached; tags change in place. Nobody else is touched.',
  },
  {
    settings: ['studio.users'],
    change: 'one less',
    to: { 'studio.users': ['alice'] },
    effect: 'refused',
    says: /aws_cognito_user\.login\["bob"\]/,
  },
  {
    settings: ['studio.removedUsers'],
    change: 'a user who is taken out of `users`',
    to: { 'studio.users': ['alice'], 'studio.removedUsers': ['bob'] },
    effect: 'removes aws_cognito_user, aws_iam_role, aws_iam_role_policy',
    note: 'Their profile stays, and Terraform forgets it. See [When somebody leaves](#when-somebody-leaves).',
  },
  {
    settings: ['studio.suspended'],
    change: 'a user',
    to: { 'studio.suspended': ['bob'] },
    effect: 'adds',
    note: 'See [Shut somebody out now](#shut-somebody-out-now).',
  },
  {
    settings: ['studio.executionRoles'],
    change: '`shared`',
    to: { 'studio.executionRoles': 'shared' },
    effect:
      'removes aws_iam_role, aws_iam_role_policy, aws_security_group, aws_vpc_security_group_egress_rule, aws_vpc_security_group_ingress_rule',
    note: 'Profiles and work stay; apps that run lose their role. See [Many users](#many-users).',
  },
  {
    settings: ['studio.profiles'],
    change: '`on-first-use`, where the role is shared',
    to: { 'studio.executionRoles': 'shared', 'studio.profiles': 'on-first-use' },
    effect:
      'removes aws_iam_role, aws_iam_role_policy, aws_security_group, aws_vpc_security_group_egress_rule, aws_vpc_security_group_ingress_rule',
    note: 'What is removed goes with the roles per user. Profiles stay, and Terraform forgets them. See [Many users](#many-users).',
  },
  {
    settings: ['studio.urlLifetimeSeconds'],
    change: 'another',
    to: { 'studio.urlLifetimeSeconds': 30 },
    effect: 'in place',
  },
  {
    settings: ['studio.instanceTypes'],
    change: 'another list',
    to: { 'studio.instanceTypes': ['ml.t3.medium', 'ml.g5.xlarge'] },
    effect: 'in place',
    note: 'Apps that run already stay as they are.',
  },
  {
    settings: ['studio.idleTimeoutMinutes'],
    change: 'another',
    to: { 'studio.idleTimeoutMinutes': 60 },
    effect: 'in place',
    note: 'For apps that start afterwards.',
  },
  {
    settings: ['portal.operator.name', 'portal.operator.help'],
    change: 'another name or address',
    to: { portal: { operator: { name: 'Data team', help: 'https://help.corp.example.com' } } },
    effect: 'in place',
  },
  {
    settings: ['studio.landing.apps', 'studio.landing.default'],
    change: 'another list or default',
    to: { 'studio.landing': { apps: ['studio', 'jupyterlab'], default: 'jupyterlab' } },
    effect: 'in place',
  },
  {
    settings: ['studio.remoteAccess'],
    change: 'true',
    to: { 'studio.remoteAccess': true },
    effect: 'adds',
    note: 'See [An editor on the desk](#an-editor-on-the-desk).',
  },
  {
    settings: ['studio.sessionDurationSeconds'],
    change: 'another',
    to: { 'studio.sessionDurationSeconds': 3600 },
    effect: 'in place',
  },
  {
    settings: ['api.stageName'],
    change: 'another name',
    to: { 'api.stageName': 'v2' },
    effect: 'replaces aws_api_gateway_method_settings, aws_api_gateway_stage, aws_wafv2_web_acl_association',
    note: 'See [Renaming the stage](#renaming-the-stage).',
  },
  {
    settings: ['api.authorizerCacheSeconds'],
    change: 'another',
    to: { 'api.authorizerCacheSeconds': 60 },
    effect: 'replaces aws_api_gateway_deployment',
    note: 'The API is deployed once more, without a gap.',
  },
  {
    settings: ['api.throttle.ratePerSecond', 'api.throttle.burst'],
    change: 'another',
    to: { 'api.throttle': { ratePerSecond: 20, burst: 40 } },
    effect: 'in place',
  },
  {
    settings: ['api.limitPerAddress.requestsPerMinute'],
    change: 'another',
    to: { 'api.limitPerAddress.requestsPerMinute': 600 },
    effect: 'in place',
    note: 'The firewall counts anew, and blocks nobody for up to a minute.',
  },
  {
    settings: ['api.limitPerAddress.exceptCidrs'],
    change: 'one more',
    to: { 'api.limitPerAddress.exceptCidrs': ['192.168.10.3/32', '192.168.10.8/32'] },
    effect: 'in place',
  },
  {
    settings: ['api.limitPerAddress.requestsPerMinute'],
    change: '`"off"`',
    to: { 'api.limitPerAddress': { requestsPerMinute: 'off' } },
    effect: 'removes aws_wafv2_ip_set, aws_wafv2_web_acl, aws_wafv2_web_acl_association',
    note: 'One host can then use up the limits of all: [Floods](#floods).',
  },
  {
    settings: ['api.reservedConcurrency'],
    change: 'set',
    to: { 'api.reservedConcurrency': 50 },
    effect: 'in place',
    note: 'Lambda refuses it if fewer than 100 executions of the account would be left for other functions.',
  },
  {
    settings: ['api.logRetentionDays'],
    change: 'another',
    to: { 'api.logRetentionDays': 731 },
    effect: 'in place',
    note: 'With a shorter one, CloudWatch deletes older logs.',
  },
  {
    settings: ['api.manageAccountCloudWatchRole'],
    change: 'on',
    to: { 'api.manageAccountCloudWatchRole': true },
    effect: 'adds',
    note: 'Off again, the role of the whole account and region is cleared.',
  },
  {
    settings: ['api.alarmTopicArns'],
    change: 'one more',
    to: { 'api.alarmTopicArns': ['arn:aws:sns:us-east-1:111122223333:alarms'] },
    effect: 'in place',
  },
  {
    settings: ['api.customDomain.name', 'api.customDomain.certificateArn'],
    change: 'set',
    to: { 'api.customDomain': customDomain },
    effect: 'adds',
    note: 'Corporate DNS then forwards this name: run `npm run dns` again.',
  },
  {
    settings: ['dns.apiZone'],
    change: '`region`',
    to: { 'dns.apiZone': 'region' },
    effect: 'in place',
    note: 'Only what corporate DNS forwards changes: run `npm run dns` again.',
  },
];

/** An existing VPC and domain, as an environment file names them. */
export interface Adopted {
  readonly vpcId: string;
  readonly cidr: string;
  readonly subnets: readonly {
    readonly id: string;
    readonly cidr: string;
    readonly availabilityZone: string;
  }[];
  readonly routeTableIds: readonly string[];
}

/** Settings of an environment with an adopted VPC and domain and a custom domain name. */
export function handedOver(vpc: Adopted, domainId: string): Record<string, unknown> {
  return {
    'network.vpc': { existing: vpc },
    'studio.domain': { existing: { domainId } },
    'api.customDomain': customDomain,
  };
}

/** Changes of a deployment with an adopted VPC and domain and a custom domain name. */
export function changesOfHandedOver(vpc: Adopted, domainId: string): readonly SettingChange[] {
  const base = handedOver(vpc, domainId);
  const withVpc = (change: Partial<Adopted>) => ({
    ...base,
    'network.vpc': { existing: { ...vpc, ...change } },
  });
  const withSubnets = (
    change: (
      subnet: Adopted['subnets'][number],
      index: number,
      all: Adopted['subnets'],
    ) => Partial<Adopted['subnets'][number]>,
  ) =>
    withVpc({
      subnets: vpc.subnets.map((subnet, index, all) => ({ ...subnet, ...change(subnet, index, all) })),
    });
  return [
    {
      settings: ['network.vpc.existing.vpcId'],
      change: 'another VPC, or `create` in place of `existing`',
      to: withVpc({ vpcId: 'vpc-0123456789abcdef0' }),
      effect: 'refused',
      says: /network\.vpc: this stack was deployed with existing vpc-/,
    },
    {
      settings: ['network.vpc.existing.cidr'],
      change: 'another range',
      to: withVpc({ cidr: '10.20.0.0/17' }),
      effect: 'refused',
      says: /network\.vpc\.existing\.cidr: got 10\.20\.0\.0\/17/,
      note: 'Refused if the VPC does not have it. Rules for a range that it has take the place of the old ones.',
    },
    {
      settings: ['network.vpc.existing.subnets[].id'],
      change: 'another subnet of the same zone',
      to: withSubnets((_, index) =>
        index === 0 ? { id: 'subnet-0123456789abcdef0', cidr: '10.20.64.0/19' } : {},
      ),
      effect: 'refused',
      says: protectedEntry('network-resolver', '10.20.0.10'),
      note: 'Another subnet has another range, and the resolver has an address in it.',
    },
    {
      settings: ['network.vpc.existing.subnets[].cidr'],
      change: 'another range',
      to: withSubnets((_, index) => (index === 0 ? { cidr: '10.20.0.0/20' } : {})),
      effect: 'refused',
      says: /network\.vpc\.existing\.subnets: cidr of subnet-\w+: got 10\.20\.0\.0\/20/,
      note: 'It must be the range that the subnet has.',
    },
    {
      settings: ['network.vpc.existing.subnets[].id'],
      change: 'those of two zones exchanged',
      to: withSubnets((_, index, all) => ({ id: all[all.length - 1 - index]?.id ?? '' })),
      effect: 'refused',
      says: /network\.vpc\.existing\.subnets: availabilityZone of subnet-\w+: got us-east-1a/,
    },
    {
      settings: ['network.vpc.existing.subnets[].availabilityZone'],
      change: 'one without an endpoint service',
      to: withSubnets((_, index) => (index === 0 ? { availabilityZone: 'us-east-1e' } : {})),
      effect: 'refused',
      says: /network\.vpc\.existing\.subnets: in this account the endpoint service \S+ does not exist in us-east-1e/,
    },
    {
      settings: ['network.vpc.existing.routeTableIds'],
      change: 'one more, in any place',
      to: withVpc({ routeTableIds: ['rtb-0123456789abcdef0', ...vpc.routeTableIds] }),
      effect: 'adds',
    },
    {
      settings: ['network.vpc.existing.routeTableIds', 'corporate.connection'],
      change: 'none, and `"none"`',
      to: { ...withVpc({ routeTableIds: [] }), 'corporate.connection': 'none' },
      effect: 'removes aws_route, aws_vpc_endpoint',
      note: 'The routes and the S3 endpoint must then be made elsewhere.',
    },
    {
      settings: ['studio.domain.existing.domainId'],
      change: 'another domain',
      to: { ...base, 'studio.domain': { existing: { domainId: 'd-0123456789ab' } } },
      effect: 'in place',
      note: 'URLs are made for the other domain from then on.',
    },
    {
      settings: ['studio.domain.create.name'],
      change: '`create` in place of `existing`',
      to: { ...base, 'studio.domain': { create: { name: 'studio' } } },
      effect: 'adds',
      note: 'The former domain stays as it is. URLs are made for the new one from then on.',
    },
    {
      settings: ['api.customDomain.name'],
      change: 'another name',
      to: { ...base, 'api.customDomain': { ...customDomain, name: 'other.corp.example.com' } },
      effect: 'refused',
      says: protectedEntry('api-customDomain-name', 'studio.corp.example.com'),
      note: 'Corporate DNS forwards the name. With `protectFromDestroy` off it is replaced.',
    },
    {
      settings: ['api.customDomain.name', 'api.customDomain.certificateArn'],
      change: 'left out',
      to: { ...base, 'api.customDomain': undefined },
      effect: 'refused',
      says: protectedEntry('api-customDomain-name', 'studio.corp.example.com'),
      note: 'With `protectFromDestroy` off it is deleted; with `release` it is handed over.',
    },
    {
      settings: ['release'],
      change: '`api.customDomain`, which is left out',
      to: { ...base, 'api.customDomain': undefined, release: ['api.customDomain'] },
      effect:
        'forgets aws_api_gateway_base_path_mapping, aws_api_gateway_domain_name, aws_api_gateway_domain_name_access_association, aws_route53_record, aws_route53_zone',
      note: 'The name stays, but the endpoint no longer lets its callers through.',
    },
    {
      settings: ['api.customDomain.certificateArn'],
      change: 'another certificate',
      to: { ...base, 'api.customDomain': { ...customDomain, certificateArn: certificateArn(2) } },
      effect: 'in place',
    },
    {
      settings: ['api.stageName'],
      change: 'another name, with a custom domain name',
      to: { ...base, 'api.stageName': 'v2' },
      effect:
        'replaces aws_api_gateway_method_settings, aws_api_gateway_stage, aws_wafv2_web_acl_association',
      note: 'See [Renaming the stage](#renaming-the-stage).',
    },
  ];
}
