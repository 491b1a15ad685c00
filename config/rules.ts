import { reservedProfileNames } from '../api/routes';
import { awsDomains } from '../dns/aws-names';
import { isWithin } from '../dns/host-name';
import { contains, networkOf, overlaps, parseCidr, parseIpv4, type Network } from './cidr';
import {
  planResolverAddresses,
  planSubnets,
  reservedHosts,
  type NetworkLayout,
  type SubnetPlan,
} from './network-plan';
import type { Problem } from './problem';
import { partitionByRegion, partitionOf } from './regions';

/**
 * Rules that span several fields of an environment file. They read the file as it is, and pass over values that
 * the schema has reported already, so that one wrong value does not hide the others.
 */
export function checkRules(file: unknown): Problem[] {
  const rules = [
    zonesOfRegion,
    subnetsOfVpc,
    corporateNetworks,
    resolverAddresses,
    routesNeedTables,
    userNames,
    accountIds,
    arnsOfRegion,
    tagKeys,
    customDomain,
  ];
  return rules.flatMap((rule) => rule(file));
}

interface Located {
  readonly path: string;
  readonly text: string;
}

/** The value under a dotted key path, or undefined. */
function valueAt(file: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, key) =>
        typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined,
      file,
    );
}

function stringAt(file: unknown, path: string): string | undefined {
  const value = valueAt(file, path);
  return typeof value === 'string' ? value : undefined;
}

/** The strings of a list, with the path of each; `key` picks a field from a list of objects. */
function stringsAt(file: unknown, path: string, key?: string): Located[] {
  const list = valueAt(file, path);
  if (!Array.isArray(list)) return [];
  return list.flatMap((item: unknown, index) => {
    const text = key === undefined ? item : valueAt(item, key);
    const suffix = key === undefined ? '' : `.${key}`;
    return typeof text === 'string' ? [{ path: `${path}[${index}]${suffix}`, text }] : [];
  });
}

function cidrsOf(located: readonly Located[]): (Located & { network: Network })[] {
  return located.flatMap((item) => {
    const network = parseCidr(item.text);
    return network ? [{ ...item, network }] : [];
  });
}

/** A problem for each item that equals an earlier one. */
function repeated(items: readonly Located[], expected: string): Problem[] {
  return items.flatMap(({ path, text }, index) =>
    items.findIndex((other) => other.text === text) < index ? [{ path, got: text, expected }] : [],
  );
}

/** A problem for each network that shares addresses with an earlier one. */
function overlapping(located: readonly Located[]): Problem[] {
  const items = cidrsOf(located);
  return items.flatMap(({ path, text, network }, index) => {
    const earlier = items.slice(0, index).find((other) => overlaps(other.network, network));
    if (!earlier) return [];
    return [{ path, got: text, expected: `a CIDR that does not overlap ${earlier.text} of ${earlier.path}` }];
  });
}

function knownRegion(file: unknown): string | undefined {
  const region = stringAt(file, 'region');
  return region !== undefined && partitionByRegion.has(region) ? region : undefined;
}

function vpcCidr(file: unknown): string | undefined {
  return stringAt(file, 'network.vpc.create.cidr') ?? stringAt(file, 'network.vpc.existing.cidr');
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

/** The VPC part of a file, as far as it can be laid out. */
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
    const expected = `an address AWS does not keep for itself: in subnet ${subnet.cidr} it keeps the first four and the last`;
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
  const expected = `a host number from ${reservedHosts.first} to ${highestHost(smallest)}: subnet ${smallest.cidr} has no higher one that AWS does not keep`;
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
  const users = stringsAt(file, 'studio.users').map((user) => ({ ...user, name: user.text.toLowerCase() }));
  return users.flatMap(({ path, text, name }, index): Problem[] => {
    if (reservedProfileNames.includes(name)) {
      return [{ path, got: text, expected: `another name: ${name} is a path of the API, /${name}` }];
    }
    const earlier = users.slice(0, index).find((other) => other.name === name);
    if (!earlier) return [];
    const expected = `a name that differs from ${JSON.stringify(earlier.text)} of ${earlier.path} in more than case: SageMaker takes both for one profile`;
    return [{ path, got: text, expected }];
  });
}

function accountIds(file: unknown): Problem[] {
  return repeated(stringsAt(file, 'allowedAccountIds'), 'an account id that is not listed before');
}

function arnsOfRegion(file: unknown): Problem[] {
  const region = knownRegion(file);
  const single = ['studio.domain.create.kmsKeyArn', 'api.customDomain.certificateArn'];
  const arns = [
    ...single.map((path) => ({ path, text: stringAt(file, path) ?? '' })),
    ...stringsAt(file, 'api.alarmTopicArns'),
  ];
  const policies = stringsAt(file, 'studio.domain.create.executionPolicyArns');
  const partition = region === undefined ? undefined : partitionOf(region).id;
  const foreign = [...arns, ...policies].filter(
    ({ text }) => text.startsWith('arn:') && text.split(':')[1] !== partition,
  );
  const elsewhere = arns.filter(({ text }) => text.startsWith('arn:') && text.split(':')[3] !== region);
  if (region === undefined) return repeated(policies, 'a policy that is not listed before');
  return [
    ...foreign.map(({ path, text }) => ({
      path,
      got: text,
      expected: `an ARN of the partition ${partition ?? ''}`,
    })),
    ...elsewhere
      .filter((arn) => !foreign.includes(arn))
      .map(({ path, text }) => ({ path, got: text, expected: `an ARN of the region ${region}` })),
    ...repeated(policies, 'a policy that is not listed before'),
  ];
}

/** IAM ignores case in tag keys, and the environment's name is a tag already. */
function tagKeys(file: unknown): Problem[] {
  const tags = valueAt(file, 'tags');
  if (typeof tags !== 'object' || tags === null) return [];
  const keys = ['Environment', ...Object.keys(tags)].map((key) => ({ key, name: key.toLowerCase() }));
  return keys.flatMap(({ key, name }, index): Problem[] => {
    const earlier = keys.slice(0, index).find((other) => other.name === name);
    if (!earlier) return [];
    const expected = `a key that differs from ${earlier.key} in more than case${earlier.key === 'Environment' ? ', which holds the name of the environment' : ''}`;
    return [{ path: `tags.${key}`, got: key, expected }];
  });
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
              '"api": with api.customDomain nobody needs the execute-api names, and forwarding them all would make public APIs unreachable',
          },
        ]
      : []),
  ];
}
