import { forwardZones } from '../../../dns/zones';
import { admittedNames } from '../../../stacks/network/admitted-names';
import type { InterfaceService } from '../../../stacks/network/endpoint-services';

const services: InterfaceService[] = [
  'execute-api',
  'sagemaker-api',
  'studio',
  'sagemaker-runtime',
  'sts',
  'logs',
  'servicecatalog',
];

type Settings = Parameters<typeof admittedNames>[0];

const names = (changes: Partial<Settings> = {}) =>
  admittedNames({
    region: 'eu-west-1',
    apiZone: 'api',
    vpcCidr: '10.20.0.0/16',
    services,
    allowedDomains: [],
    ...changes,
  });

/** As DNS Firewall matches: an entry with an asterisk stands for all names below, at any depth, not for its apex. */
const admits = (name: string, changes: Partial<Settings> = {}) =>
  names(changes).some((entry) => (entry.startsWith('*.') ? name.endsWith(entry.slice(1)) : name === entry));

it('are these and no others', () => {
  expect(names()).toEqual([
    '*.20.10.in-addr.arpa',
    '*.api.sagemaker.eu-west-1.vpce.amazonaws.com',
    '*.efs.eu-west-1.amazonaws.com',
    '*.eu-west-1.compute.internal',
    '*.execute-api.eu-west-1.vpce.amazonaws.com',
    '*.logs.eu-west-1.vpce.amazonaws.com',
    '*.runtime.sagemaker.eu-west-1.vpce.amazonaws.com',
    '*.s3.dualstack.eu-west-1.amazonaws.com',
    '*.s3.eu-west-1.amazonaws.com',
    '*.servicecatalog.eu-west-1.vpce.amazonaws.com',
    '*.sts.eu-west-1.vpce.amazonaws.com',
    '*.studio.eu-west-1.sagemaker.aws',
    '*.studio.eu-west-1.vpce.amazonaws.com',
    'api.sagemaker.eu-west-1.amazonaws.com',
    'logs.eu-west-1.amazonaws.com',
    'runtime.sagemaker.eu-west-1.amazonaws.com',
    's3.dualstack.eu-west-1.amazonaws.com',
    's3.eu-west-1.amazonaws.com',
    'servicecatalog.eu-west-1.amazonaws.com',
    'sts.eu-west-1.amazonaws.com',
    'studio.eu-west-1.sagemaker.aws',
  ]);
});

it.each<[what: string, name: string, admitted: boolean, changes?: Partial<Settings>]>([
  ['a Studio app', 'jupyter.abc.studio.eu-west-1.sagemaker.aws', true],
  ['a bucket by name', 'data.s3.eu-west-1.amazonaws.com', true],
  ['a bucket by name, dual-stack', 'data.s3.dualstack.eu-west-1.amazonaws.com', true],
  ['a bucket whose name has dots', 'my.data.s3.eu-west-1.amazonaws.com', true],
  ['a bucket without a region', 'data.s3.amazonaws.com', false],
  ['a bucket without a region in us-east-1', 'data.s3.amazonaws.com', true, { region: 'us-east-1' }],
  ['a mount target of a zone', 'eu-west-1a.fs-1.efs.eu-west-1.amazonaws.com', true],
  ['an address of the VPC', '4.3.20.10.in-addr.arpa', true],
  ['an address of another VPC', '4.3.21.10.in-addr.arpa', false],
  ['a public address', '4.3.2.198.in-addr.arpa', false],
  ['a host of the VPC', 'ip-10-20-0-4.eu-west-1.compute.internal', true],
  ['a host of the VPC in us-east-1', 'ip-10-20-0-4.ec2.internal', true, { region: 'us-east-1' }],
  ["an attacker's name", 'c2VjcmV0.attacker.example', false],
  ['a name that ends like an admitted one', 'xs3.eu-west-1.amazonaws.com', false],
  ['an admitted name below another one', 's3.eu-west-1.amazonaws.com.attacker.example', false],
  ['a public API of the region', 'abc.execute-api.eu-west-1.amazonaws.com', false],
  [
    'an API of the region that is forwarded',
    'abc.execute-api.eu-west-1.amazonaws.com',
    true,
    { apiZone: 'region' },
  ],
  ['an instance with a public name', 'ec2-198-51-100-1.eu-west-1.compute.amazonaws.com', false],
  ['a load balancer of somebody', 'x.eu-west-1.elb.amazonaws.com', false],
  ['S3 of another region', 'data.s3.us-west-2.amazonaws.com', false],
  ['the root', '', false],
  ["the operator's name", 'packages.corp.example.com', true, { allowedDomains: ['*.corp.example.com'] }],
  [
    "the apex of the operator's wildcard",
    'corp.example.com',
    false,
    { allowedDomains: ['*.corp.example.com'] },
  ],
])('%s (%s): %s', (_, name, admitted, changes = {}) => {
  expect(admits(name, changes)).toBe(admitted);
});

it.each<[vpcCidr: string, admitted: readonly string[]]>([
  ['10.20.4.0/23', ['*.4.20.10.in-addr.arpa', '*.5.20.10.in-addr.arpa']],
  ['10.20.4.0/24', ['*.4.20.10.in-addr.arpa']],
  ['10.20.4.248/30', ['248', '249', '250', '251'].map((host) => `${host}.4.20.10.in-addr.arpa`)],
])('of the VPC %s, exactly its own addresses can be looked up', (vpcCidr, admitted) => {
  expect(names({ vpcCidr }).filter((name) => name.endsWith('.in-addr.arpa'))).toEqual([...admitted].sort());
});

it.each<[what: string, settings: Partial<Settings>]>([
  ['the API', {}],
  ['every API', { apiZone: 'region' }],
  ['a custom domain', { customDomainName: 'studio.corp.example.com' }],
  ['a region of another partition', { region: 'us-gov-west-1' }],
])('what corporate DNS forwards for %s is admitted', (_, settings) => {
  const { region = 'eu-west-1', apiZone = 'api', customDomainName } = settings;
  const { final } = forwardZones({ region, apiZone, customDomainName });
  const forwarded = final.flatMap(({ name, testName }) => [name, testName ?? name]);
  expect(forwarded.filter((name) => !admits(name, settings))).toEqual([]);
});

it('fit the limit of one request', () => {
  const allowedDomains = Array.from({ length: 500 }, (_, index) => `name-${index}.example.com`);
  expect(names({ vpcCidr: '10.0.0.0/17', allowedDomains }).length).toBeLessThanOrEqual(1000);
});
