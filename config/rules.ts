import { isObject } from '../api/json';
import { isAppWord } from '../api/landing';
import { reservedProfileNames } from '../api/routes';
import { awsDomains } from './aws-names';
import { describeCapacity, maximumUsers } from './capacity';
import { contains, networkOf, overlaps, parseCidr, parseIpv4, type Network } from './cidr';
import { corporateSiteRules } from './corporate-site-rules';
import { extentOf } from './domain-extent';
import { isWithin } from './host-name';
import { derivesProfileNames, identityRules } from './identity-rules';
import { listedUsers, repeated, stringAt, stringsAt, withEarlier, type Located, valueAt } from './unchecked';
import {
  planResolverAddresses,
  planSubnets,
  reservedHosts,
  type NetworkLayout,
  type SubnetPlan,
} from './network-plan';
import { formatPath, type Problem } from './problem';
import { lackOf, partitionByRegion, partitionOf } from './regions';
import { userRoleName } from './resource-name';

/**
 * Rules that span several fields of an environment file. They read the unchecked file and skip values that the schema
 * refuses, so that one wrong value does not hide the others.
 */
export function checkRules(file: unknown, environmentName: string): Problem[] {
  const rules = [
    services,
    zonesOfRegion,
    subnetsOfVpc,
    corporateNetworks,
    resolverAddresses,
    dnsFirewall,
    routesNeedTables,
    roomForUsers,
    userNames,
    removedUsers,
    suspendedUsers,
    manyUsers,
    landing,
    releases,
    accountIds,
    arnsOfRegion,
    tagKeys,
    exceptedAddresses,
    customDomain,
    customDomainOwner,
    ...identityRules,
    ...corporateSiteRules,
  ];
  return [...rules.flatMap((rule) => rule(file)), ...roleNames(file, environmentName)];
}

function cidrsOf(located: readonly Located[]): (Located & { network: Network })[] {
  return located.flatMap((item) => {
    const network = parseCidr(item.text);
    return network ? [{ ...item, network }] : [];
  });
}

/**
 * A problem for each network that shares addresses with an earlier one. Of two CIDRs that overlap, one contains the
 * other, so only the networks that contain it are looked up: 33 at most.
 */
function overlapping(located: readonly Located[]): Problem[] {
  const listed = new Map<number, Located>();
  const firstInside = new Map<number, Located>();
  return cidrsOf(located).flatMap((item) => {
    const around = networksAround(item.network);
    const own = around.at(-1) ?? 0;
    const earlier = firstInside.get(own) ?? around.map((key) => listed.get(key)).find(Boolean);
    listed.set(own, listed.get(own) ?? item);
    for (const key of around) firstInside.set(key, firstInside.get(key) ?? item);
    if (!earlier) return [];
    const expected = `a CIDR that does not overlap ${earlier.text} of ${earlier.path}`;
    return [{ path: item.path, got: item.text, expected }];
  });
}

/** A number for each network that contains the given one, from 0.0.0.0/0 to itself. */
function networksAround({ first, prefixLength }: Network): number[] {
  return Array.from({ length: prefixLength + 1 }, (_, prefix) => {
    const size = 2 ** (32 - prefix);
    return (first - (first % size)) * 33 + prefix;
  });
}

function knownRegion(file: unknown): string | undefined {
  const region = stringAt(file, 'region');
  return region !== undefined && partitionByRegion.has(region) ? region : undefined;
}

function vpcCidr(file: unknown): string | undefined {
  return stringAt(file, 'network.vpc.create.cidr') ?? stringAt(file, 'network.vpc.existing.cidr');
}

/** State may lie in any region, the deployment only where its services are. */
function services(file: unknown): Problem[] {
  const region = knownRegion(file);
  const hasOwnTokens = valueAt(file, 'identity.oidc') !== undefined;
  const lack = region === undefined ? undefined : lackOf(region, hasOwnTokens);
  return lack === undefined ? [] : [{ path: 'region', got: region, expected: `a region with ${lack}` }];
}

function zonesOfRegion(file: unknown): Problem[] {
  const region = knownRegion(file);
  const zones = [
    ...stringsAt(file, 'network.vpc.create.availabilityZones'),
    ...stringsAt(file, 'network.vpc.existing.subnets', 'availabilityZone'),
  ];
  const elsewhere = zones.filter(({ text }) => region !== undefined && text.slice(0, -1) !== region);
  return [
    ...elsewhere.map(({ path, text }) => ({
      path,
      got: text,
      expected: `a zone of the region ${region ?? ''}`,
    })),
    ...repeated(zones, 'a zone that is not listed before: an endpoint has one subnet per zone'),
  ];
}

function subnetsOfVpc(file: unknown): Problem[] {
  const ids = stringsAt(file, 'network.vpc.existing.subnets', 'id');
  const cidrs = stringsAt(file, 'network.vpc.existing.subnets', 'cidr');
  const vpc = parseCidr(stringAt(file, 'network.vpc.existing.cidr') ?? '');
  const outside = cidrsOf(cidrs).filter(({ network }) => vpc && !contains(vpc, network));
  return [
    ...repeated(ids, 'a subnet that is not listed before'),
    ...outside.map(({ path, text }) => ({
      path,
      got: text,
      expected: `a CIDR within the VPC's ${vpc?.canonical ?? ''}`,
    })),
    ...overlapping(cidrs),
    ...repeated(
      stringsAt(file, 'network.vpc.existing.routeTableIds'),
      'a route table that is not listed before: it can hold each route once',
    ),
  ];
}

function corporateNetworks(file: unknown): Problem[] {
  const cidr = vpcCidr(file);
  const vpc = parseCidr(cidr ?? '');
  const corporate = stringsAt(file, 'corporate.cidrs');
  const clashes = cidrsOf(corporate).filter(({ network }) => vpc && overlaps(vpc, network));
  return [
    ...clashes.map(({ path, text }) => ({
      path,
      got: text,
      expected: `a CIDR that does not overlap the VPC's ${cidr ?? ''}: traffic between the two could not be routed`,
    })),
    ...overlapping(corporate),
    ...overlapping(stringsAt(file, 'corporate.egressCidrs')),
  ];
}

/** Apps of a created domain run in the deployment's subnets, beside what the deployment itself needs there. */
function roomForUsers(file: unknown): Problem[] {
  const layout = layoutOf(file);
  if (!layout || valueAt(file, 'studio.domain.create') === undefined) return [];
  const users = listedUsers(file).length;
  const cidrs = planSubnets(layout).map(({ cidr }) => cidr);
  const hasRemoteAccess = valueAt(file, 'studio.remoteAccess') === true;
  const maximum = maximumUsers(cidrs, hasRemoteAccess);
  if (users <= maximum) return [];
  return [
    {
      path: 'studio.users',
      got: users,
      expected: `at most ${maximum} users in ${cidrs.join(', ')}: ${describeCapacity(hasRemoteAccess)}`,
    },
  ];
}

/** The VPC's settings; undefined if no subnets can be planned from them. */
function layoutOf(file: unknown): NetworkLayout['vpc'] | undefined {
  const cidr = vpcCidr(file);
  const vpc = parseCidr(cidr ?? '');
  if (cidr === undefined || !vpc) return undefined;
  if (valueAt(file, 'network.vpc.create') !== undefined) {
    const availabilityZones = stringsAt(file, 'network.vpc.create.availabilityZones').map(({ text }) => text);
    return vpc.prefixLength <= 24 && vpc.canonical === cidr
      ? { create: { cidr, availabilityZones } }
      : undefined;
  }
  const subnets = cidrsOf(stringsAt(file, 'network.vpc.existing.subnets', 'cidr'));
  return {
    existing: { cidr, subnets: subnets.map(({ text }) => ({ id: '', cidr: text, availabilityZone: '' })) },
  };
}

function resolverAddresses(file: unknown): Problem[] {
  const vpc = layoutOf(file);
  if (!vpc) return [];
  const subnets = planSubnets(vpc);
  const hostNumber = valueAt(file, 'network.resolver.hostNumber');
  if (typeof hostNumber === 'number' && hostNumber >= reservedHosts.first)
    return hostNumberFits(hostNumber, subnets);
  const addresses = stringsAt(file, 'network.resolver.ipAddresses').filter(
    ({ text }) => parseIpv4(text) !== undefined,
  );
  const plans = planResolverAddresses({ vpc, resolver: { ipAddresses: addresses.map(({ text }) => text) } });
  const misplaced = addresses.flatMap(({ path, text }, index): Problem[] => {
    const subnet = subnets[plans[index]?.subnetIndex ?? -1];
    if (!subnet) {
      const list = subnets.map(({ cidr }) => cidr).join(', ');
      return [{ path, got: text, expected: `an address within one of the subnets ${list}` }];
    }
    const host = (parseIpv4(text) ?? 0) - networkOf(subnet.cidr).first;
    if (host >= reservedHosts.first && host <= highestHost(subnet)) return [];
    const expected = `an address that AWS does not reserve: in subnet ${subnet.cidr} it reserves the first four and the last`;
    return [{ path, got: text, expected }];
  });
  return [...misplaced, ...repeated(addresses, 'an address that is not listed before')];
}

function highestHost({ cidr }: SubnetPlan): number {
  const { first, last } = networkOf(cidr);
  return last - first - reservedHosts.last;
}

function hostNumberFits(hostNumber: number, subnets: readonly SubnetPlan[]): Problem[] {
  const smallest = subnets.toSorted((a, b) => highestHost(a) - highestHost(b))[0];
  if (!smallest || hostNumber <= highestHost(smallest)) return [];
  const expected = `a host number from ${reservedHosts.first} to ${highestHost(smallest)}: AWS reserves the last address of subnet ${smallest.cidr}`;
  return [{ path: 'network.resolver.hostNumber', got: hostNumber, expected }];
}

function routesNeedTables(file: unknown): Problem[] {
  const connection = valueAt(file, 'corporate.connection');
  const routed = connection !== undefined && connection !== 'none';
  if (!routed || valueAt(file, 'network.vpc.existing') === undefined) return [];
  if (stringsAt(file, 'network.vpc.existing.routeTableIds').length > 0) return [];
  const expected =
    '"none", or network.vpc.existing.routeTableIds with the route tables that get the routes to the corporate network';
  return [{ path: 'corporate.connection', got: connection, expected }];
}

function userNames(file: unknown): Problem[] {
  const users = listedUsers(file);
  const reserved = users
    .filter(({ text }) => reservedProfileNames.includes(text))
    .map(({ path, text }) => ({
      path,
      got: text,
      expected: `another name: ${text} is a path of the API, /${text}`,
    }));
  return [...reserved, ...repeated(users, 'a name that is not listed before')];
}

function removedUsers(file: unknown): Problem[] {
  const users = new Map(listedUsers(file).map(({ path, text }) => [text, path] as const));
  const removed = stringsAt(file, 'studio.removedUsers');
  const kept = removed.flatMap(({ path, text }): Problem[] => {
    const user = users.get(text);
    if (user === undefined) return [];
    return [{ path, got: text, expected: `a name that is not in studio.users; remove ${user}` }];
  });
  return [...kept, ...repeated(removed, 'a user who is not listed before')];
}

function suspendedUsers(file: unknown): Problem[] {
  const users = new Set(listedUsers(file).map(({ text }) => text));
  const suspended = stringsAt(file, 'studio.suspended');
  // people whose names are derived, or whose profile is made on first use, need not be listed
  const isAnyone = derivesProfileNames(file) || valueAt(file, 'studio.profiles') === 'on-first-use';
  const unknown = suspended.filter(({ text }) => !isAnyone && !users.has(text));
  return [
    ...unknown.map(({ path, text }) => ({
      path,
      got: text,
      expected:
        'a name of studio.users, where suspended people stay until they are removed; who is in studio.removedUsers is shut out already',
    })),
    ...repeated(suspended, 'a user who is not listed before'),
  ];
}

/** Roles and profiles of an existing domain are managed elsewhere; profiles that nobody lists cannot have a role each. */
function manyUsers(file: unknown): Problem[] {
  const settings = ['studio.executionRoles', 'studio.profiles'].flatMap((path): Located[] => {
    const text = stringAt(file, path);
    return text === undefined ? [] : [{ path, text }];
  });
  if (valueAt(file, 'studio.domain.existing') !== undefined) {
    return settings.map(({ path, text }) => ({
      path,
      got: text,
      expected:
        'no such setting with studio.domain.existing: profiles and roles of an existing domain are managed elsewhere',
    }));
  }
  const roles = stringAt(file, 'studio.executionRoles');
  if (stringAt(file, 'studio.profiles') !== 'on-first-use' || roles === 'shared') return [];
  return [
    {
      path: 'studio.executionRoles',
      got: roles,
      expected:
        '"shared" with "profiles": "on-first-use": the function that makes a profile may pass one role only, and makes none',
    },
  ];
}

function landing(file: unknown): Problem[] {
  const apps = stringsAt(file, 'studio.landing.apps');
  const chosen = stringAt(file, 'studio.landing.default');
  const isListed = apps.some(({ text }) => text === chosen);
  return [
    ...repeated(apps, 'an app that is not listed before'),
    ...(isAppWord(chosen) && valueAt(file, 'studio.landing.apps') !== undefined && !isListed
      ? [{ path: 'studio.landing.default', got: chosen, expected: 'an app of studio.landing.apps' }]
      : []),
  ];
}

/** Settings that `release` may name, each with what the file must say in its place. */
const handovers: Readonly<
  Record<string, { readonly isReplaced: (file: unknown) => boolean; readonly by: string }>
> = {
  'network.vpc': {
    isReplaced: (file) => valueAt(file, 'network.vpc.existing') !== undefined,
    by: 'together with network.vpc.existing',
  },
  'identity.cognito': {
    isReplaced: (file) => valueAt(file, 'identity.oidc') !== undefined,
    by: 'together with identity.oidc',
  },
  'studio.domain': {
    isReplaced: (file) => valueAt(file, 'studio.domain.existing') !== undefined,
    by: 'together with studio.domain.existing',
  },
  'api.customDomain': {
    isReplaced: (file) => valueAt(file, 'api.customDomain') === undefined,
    by: 'without api.customDomain',
  },
};

function releases(file: unknown): Problem[] {
  const released = stringsAt(file, 'release');
  const early = released.flatMap(({ path, text }): Problem[] => {
    const handover = handovers[text];
    if (!handover || handover.isReplaced(file)) return [];
    const expected = `"${text}" only ${handover.by}: this file still creates it`;
    return [{ path, got: text, expected }];
  });
  return [...early, ...repeated(released, 'a setting that is not listed before')];
}

/** Names that are too long for IAM end in a hash, and two hashes can be equal. */
function roleNames(file: unknown, environmentName: string): Problem[] {
  const users = withEarlier(listedUsers(file), ({ text }) => userRoleName(environmentName, text));
  return users.flatMap(({ item: { path, text }, earlier }): Problem[] => {
    if (!earlier || earlier.text === text) return [];
    const expected = `another name, or a shorter name of the environment: the user's role would have the same name as the role of ${JSON.stringify(earlier.text)} of ${earlier.path}`;
    return [{ path, got: text, expected }];
  });
}

function accountIds(file: unknown): Problem[] {
  return repeated(stringsAt(file, 'allowedAccountIds'), 'an account id that is not listed before');
}

function arnsOfRegion(file: unknown): Problem[] {
  const region = knownRegion(file);
  const single = [
    'studio.domain.create.kmsKeyArn',
    'api.customDomain.certificateArn',
    'identity.cognito.federation.provider.oidc.clientSecret.secretsManagerArn',
  ];
  const arns = [
    ...single.map((path) => ({ path, text: stringAt(file, path) ?? '' })),
    ...stringsAt(file, 'api.alarmTopicArns'),
  ];
  const policies = stringsAt(file, 'studio.domain.create.executionPolicyArns');
  const partition = region === undefined ? undefined : partitionOf(region).id;
  const isForeign = ({ text }: Located) => text.startsWith('arn:') && text.split(':', 2)[1] !== partition;
  const foreign = [...arns, ...policies].filter(isForeign);
  const elsewhere = arns.filter(
    (arn) => arn.text.startsWith('arn:') && !isForeign(arn) && arn.text.split(':', 4)[3] !== region,
  );
  const twice = [
    ...repeated(policies, 'a policy that is not listed before'),
    ...repeated(stringsAt(file, 'api.alarmTopicArns'), 'a topic that is not listed before'),
  ];
  if (region === undefined) return twice;
  return [
    ...twice,
    ...foreign.map(({ path, text }) => ({
      path,
      got: text,
      expected: `an ARN of the partition ${partition ?? ''}`,
    })),
    ...elsewhere.map(({ path, text }) => ({ path, got: text, expected: `an ARN of the region ${region}` })),
  ];
}

/** AWS WAF takes overlapping networks, but one of them would do nothing. */
function exceptedAddresses(file: unknown): Problem[] {
  return overlapping(stringsAt(file, 'api.limitPerAddress.exceptCidrs'));
}

/** IAM ignores case in tag keys, and the environment's name is a tag already. */
function tagKeys(file: unknown): Problem[] {
  const tags = valueAt(file, 'tags');
  if (!isObject(tags)) return [];
  const keys = withEarlier(['Environment', ...Object.keys(tags)], (key) => key.toLowerCase());
  return keys.flatMap(({ item: key, earlier }): Problem[] => {
    if (earlier === undefined) return [];
    const expected = `a key that differs from ${earlier} in more than case${earlier === 'Environment' ? ', which holds the name of the environment' : ''}`;
    return [{ path: formatPath(['tags', key]), got: key, expected }];
  });
}

/** Names without a firewall would look as if they were the only ones admitted. */
function dnsFirewall(file: unknown): Problem[] {
  const path = 'network.dnsFirewall.allowedDomains';
  const names = stringsAt(file, path);
  const mode = stringAt(file, 'network.dnsFirewall.mode');
  const isAdopted = valueAt(file, 'network.vpc.existing') !== undefined;
  const isOff = mode === 'off' || (mode === undefined && isAdopted);
  return [
    ...repeated(names, 'a name that is not listed before'),
    ...(isOff && names.length > 0
      ? [
          {
            path,
            got: names.map(({ text }) => text),
            expected: `no names while there is no firewall: network.dnsFirewall.mode is "off"${mode === undefined ? ' by default in an existing VPC' : ''}`,
          },
        ]
      : []),
  ];
}

function customDomain(file: unknown): Problem[] {
  const name = stringAt(file, 'api.customDomain.name');
  const certificateArn = stringAt(file, 'api.customDomain.certificateArn') ?? '';
  const accounts = stringsAt(file, 'allowedAccountIds').map(({ text }) => text);
  const account = certificateArn.split(':')[4];
  const awsDomain = awsDomains.find((domain) => name !== undefined && isWithin(name, domain));
  return [
    ...(awsDomain === undefined
      ? []
      : [
          {
            path: 'api.customDomain.name',
            got: name,
            expected: `a name in a domain of your own: names under ${awsDomain} belong to AWS`,
          },
        ]),
    ...(account === undefined || accounts.length === 0 || accounts.includes(account)
      ? []
      : [
          {
            path: 'api.customDomain.certificateArn',
            got: certificateArn,
            expected: `a certificate of an account in allowedAccountIds: ${accounts.join(', ')}`,
          },
        ]),
    ...(name !== undefined && valueAt(file, 'dns.apiZone') === 'region'
      ? [
          {
            path: 'dns.apiZone',
            got: 'region',
            expected:
              '"api": with api.customDomain nobody needs the execute-api names, and public APIs would depend on the resolver for nothing',
          },
        ]
      : []),
  ];
}

/** Corporate DNS forwards the name with everything below it, so it must not be a whole domain of a company. */
function customDomainOwner(file: unknown): Problem[] {
  const name = stringAt(file, 'api.customDomain.name');
  if (name === undefined || awsDomains.some((domain) => isWithin(name, domain))) return [];
  const extent = extentOf(name);
  const reasons: Partial<Record<typeof extent, string>> = {
    'public suffix': `companies register their domains under ${name}`,
    'registered domain': `all of ${name}, such as its mail and its websites, would be looked for in the VPC`,
  };
  const reason = reasons[extent];
  if (reason === undefined) return [];
  const expected = `a name within a domain of your own, such as studio-access.corp.example.com: corporate DNS forwards the name with everything below it, and ${reason}`;
  return [{ path: 'api.customDomain.name', got: name, expected }];
}
