import { readFileSync } from 'node:fs';
import path from 'node:path';
import { defaultEnvironmentName } from '../config/environment-name';
import { parseEnvironment, type Environment } from '../config/load';
import { projectFolder } from '../config/project-folder';
import { readEnvironmentFile } from '../config/read-file';
import type { ReadFile } from '../config/referenced-files';

const environmentsFolder = path.join(projectFolder, 'environments');

/** One of the project's environment files, as plain JSON that a test may change; the example by default. */
export function exampleFile(name = defaultEnvironmentName): Record<string, unknown> {
  return JSON.parse(readFileSync(path.join(environmentsFolder, `${name}.json`), 'utf8')) as Record<
    string,
    unknown
  >;
}

/** A copy of the example, or of another environment, with values set under dotted key paths; `undefined` removes the key. */
export function exampleWith(
  changes: Readonly<Record<string, unknown>>,
  name?: string,
): Record<string, unknown> {
  const file = exampleFile(name);
  for (const [keyPath, value] of Object.entries(changes)) setAt(file, keyPath.split('.'), value);
  return file;
}

function setAt(target: Record<string, unknown>, [key = '', ...rest]: string[], value: unknown): void {
  if (rest.length > 0) {
    const child = target[key];
    if (typeof child !== 'object' || child === null) throw new Error(`the example has no object ${key}`);
    setAt(child as Record<string, unknown>, rest, value);
  } else if (value === undefined) {
    Reflect.deleteProperty(target, key);
  } else {
    target[key] = value;
  }
}

/** Reads a file that an environment file names, from the project's own folder. */
export const readNamedFile: ReadFile = (named, maximumBytes) =>
  readEnvironmentFile(environmentsFolder, named, named, maximumBytes);

/**
 * The example, or another environment of the project, with changes, checked.
 * @param readFile reads the files that it names
 */
export function environmentWith(
  changes: Readonly<Record<string, unknown>> = {},
  name = defaultEnvironmentName,
  readFile = readNamedFile,
): Environment {
  const text = JSON.stringify(exampleWith(changes, name));
  return { name, ...parseEnvironment(text, `environments/${name}.json`, readFile) };
}

const inRegion = (region: string) => ({
  region,
  'network.vpc': { create: { cidr: '10.20.0.0/16', availabilityZones: [`${region}a`, `${region}b`] } },
});

/** The example in any region, also in one that lacks a service and that its environment file may not name. */
export function environmentIn(region: string): Environment {
  const elsewhere = JSON.stringify(environmentWith(inRegion('eu-west-1')));
  return JSON.parse(elsewhere.replaceAll('eu-west-1', region)) as Environment;
}

/** An existing VPC, as changes to the example. */
export function adoptedVpc(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    'network.vpc': {
      existing: {
        vpcId: 'vpc-0123456789abcdef0',
        cidr: '10.30.0.0/16',
        subnets: [
          { id: 'subnet-0123456789abcdef0', cidr: '10.30.1.0/24', availabilityZone: 'us-east-1a' },
          { id: 'subnet-0123456789abcdef1', cidr: '10.30.2.0/24', availabilityZone: 'us-east-1b' },
        ],
        routeTableIds: ['rtb-0123456789abcdef0'],
        ...changes,
      },
    },
  };
}

/** Sign-in at a company's OpenID Connect provider, through the user pool. */
export const federation = {
  provider: {
    oidc: {
      issuer: 'https://login.corp.example.com',
      clientId: 'studio-access',
      clientSecret: { terraformVariable: 'identity_provider_client_secret' },
    },
  },
  profileAttribute: 'employee_id',
  emailAttribute: 'email',
  signInDomain: { prefix: 'studio-access-example' },
};

/** Sign-in at a company's SAML provider, through the user pool. */
export const samlFederation = {
  ...federation,
  provider: { saml: { metadataUrl: 'https://login.corp.example.com/saml/metadata' } },
  profileAttribute: 'employeeId',
};

/** Sign-in with a company's own tokens. */
export const companyTokens = {
  oidc: {
    issuer: 'https://login.corp.example.com',
    keys: { jwksUri: 'https://login.corp.example.com/keys' },
    audience: 'api://studio-access',
    scope: { request: 'api://studio-access/studio.open', token: 'studio.open' },
    profileClaim: 'employee_id',
  },
};

/** Changes to the example that make a different kind of deployment, by the difference. */
export const variants: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'adopted VPC': { ...adoptedVpc(), 'network.resolver': { ipAddresses: ['10.30.1.10', '10.30.2.10'] } },
  'adopted VPC with DNS Firewall': {
    ...adoptedVpc(),
    'network.resolver': { ipAddresses: ['10.30.1.10', '10.30.2.10'] },
    'network.dnsFirewall': { mode: 'alert', allowedDomains: ['*.corp.example.com'] },
    'network.dnsQueryLog': 30,
  },
  'adopted VPC that is routed already': {
    ...adoptedVpc({ routeTableIds: [] }),
    'corporate.connection': 'none',
  },
  'adopted VPC that was created here': { ...adoptedVpc(), release: ['network.vpc'] },
  'adopted domain': { 'studio.domain': { existing: { domainId: 'd-0123456789ab' } } },
  'domain handed over': {
    release: ['studio.domain'],
    'studio.domain': { existing: { domainId: 'd-0123456789ab' } },
  },
  'shared execution role': {
    'studio.executionRoles': 'shared',
    'studio.suspended': ['bob'],
    'studio.removedUsers': ['carol'],
    'studio.domain': {
      create: { name: 'studio', executionPolicyArns: ['arn:aws:iam::111122223333:policy/data-access'] },
    },
  },
  'profiles on first use': {
    'studio.executionRoles': 'shared',
    'studio.profiles': 'on-first-use',
    'studio.users': ['alice'],
    'studio.suspended': ['somebody-else'],
    'studio.removedUsers': ['bob'],
  },
  'suspended user': { 'studio.suspended': ['bob'] },
  'suspended user of an adopted domain': {
    'studio.suspended': ['bob'],
    'studio.domain': { existing: { domainId: 'd-0123456789ab' } },
  },
  'a landing page of its own': { 'studio.landing': { apps: ['jupyterlab'], default: 'jupyterlab' } },
  'no choice of landing pages': { 'studio.landing': { apps: [] } },
  'user removed on purpose': { 'studio.users': ['alice'], 'studio.removedUsers': ['bob'] },
  'three zones': {
    'network.vpc': {
      create: { cidr: '10.20.0.0/20', availabilityZones: ['us-east-1a', 'us-east-1b', 'us-east-1c'] },
    },
  },
  'virtual private gateway': { 'corporate.connection': { virtualPrivateGatewayId: 'vgw-0123456789abcdef0' } },
  'VPC peering': { 'corporate.connection': { vpcPeeringConnectionId: 'pcx-0123456789abcdef0' } },
  'no connection': { 'corporate.connection': 'none' },
  'simulated corporate site': {
    corporateSite: { vpcCidr: '192.168.10.0/24', connection: 'transit-gateway' },
  },
  'S3 state': {
    state: {
      type: 's3',
      bucket: 'example-state',
      region: 'eu-west-1',
      keyPrefix: 'studio/prod',
      kmsKeyId: 'alias/state',
    },
  },
  'corporate egress': { 'corporate.egressCidrs': ['198.51.100.0/28'] },
  'settings that are off by default': {
    protectFromDestroy: false,
    'api.manageAccountCloudWatchRole': true,
    'api.alarmTopicArns': ['arn:aws:sns:us-east-1:111122223333:alarms'],
    'api.authorizerCacheSeconds': 0,
    'api.limitPerAddress': { exceptCidrs: ['192.168.10.8/32', '100.64.0.0/24'] },
    'api.reservedConcurrency': 50,
    'identity.cognito.mfa': 'off',
    'dns.apiZone': 'region',
    'studio.remoteAccess': true,
    'studio.instanceTypes': ['ml.t3.medium', 'ml.g5.xlarge'],
    'studio.idleTimeoutMinutes': 60,
    'studio.domain': {
      create: {
        name: 'studio',
        kmsKeyArn: 'arn:aws:kms:us-east-1:111122223333:key/11111111-2222-3333-4444-555555555555',
        executionPolicyArns: ['arn:aws:iam::111122223333:policy/data-access'],
        homeFileSystemOnDestroy: 'delete',
      },
    },
  },
  'custom domain': {
    'api.customDomain': {
      name: 'studio.corp.example.com',
      certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/11111111-2222-3333-4444-555555555555',
    },
  },
  'custom domain that was handed over': { release: ['api.customDomain'] },
  'no limit per address': { 'api.limitPerAddress': { requestsPerMinute: 'off' } },
  'no users': { 'studio.users': [] },
  'federation with an OpenID Connect provider': {
    'identity.cognito.federation': federation,
    'studio.users': [{ name: 'alice', signInNames: ['e-1001', 'alice@corp.example.com'] }, 'bob'],
  },
  'federation with a SAML provider, and local users': {
    'identity.cognito.federation': {
      ...samlFederation,
      localUsers: true,
      signOutUrls: ['https://portal.corp.example.com/bye'],
      signInDomain: {
        custom: {
          name: 'signin.corp.example.com',
          certificateArn:
            'arn:aws:acm:us-east-1:111122223333:certificate/11111111-2222-3333-4444-555555555555',
        },
      },
    },
    'studio.users': [
      { name: 'alice', signInNames: ['e-1001'] },
      { name: 'bob', email: 'bob@corp.example.com' },
    ],
  },
  'federation with a secret of Secrets Manager': {
    'identity.cognito.federation': {
      ...federation,
      provider: {
        oidc: {
          ...federation.provider.oidc,
          clientSecret: {
            secretsManagerArn: 'arn:aws:secretsmanager:us-east-1:111122223333:secret:studio-access-AbCdEf',
          },
        },
      },
    },
  },
  "the company's own tokens": {
    identity: companyTokens,
    'studio.users': [{ name: 'alice', signInNames: ['e-1001'] }, 'bob'],
  },
  "the company's own tokens, also on the page": {
    identity: {
      oidc: {
        ...companyTokens.oidc,
        clients: { claim: 'azp', ids: ['cli', 'page'] },
        portal: {
          clientId: 'page',
          authorizationUrl: 'https://login.corp.example.com/authorize',
          tokenUrl: 'https://login.corp.example.com/token',
          endSessionUrl: 'https://login.corp.example.com/logout',
        },
      },
    },
    portal: { operator: { name: 'ML platform team', help: 'mailto:ml-platform@corp.example.com' } },
  },
  "the company's own tokens, after a user pool": { identity: companyTokens, release: ['identity.cognito'] },
  "the company's own tokens in China": {
    ...inRegion('cn-north-1'),
    identity: companyTokens,
    'studio.domain': { existing: { domainId: 'd-0123456789ab' } },
  },
  'users with settings of their own': {
    'studio.users': [
      {
        name: 'alice',
        email: 'alice@corp.example.com',
        executionPolicyArns: ['arn:aws:iam::111122223333:policy/data-access'],
        tags: { CostCentre: '4711' },
      },
      'bob',
    ],
  },
  'eu-west-1': inRegion('eu-west-1'),
  'us-gov-west-1': inRegion('us-gov-west-1'),
};
