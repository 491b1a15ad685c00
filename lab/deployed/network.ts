import { contains, networkOf } from '../../config/cidr';
import { parsePolicy } from '../iam/role-policies';
import { json, query, type Target } from '../shared/aws-client';
import { objects, strings, text, type JsonObject } from '../shared/json';
import { childText, find, findAll, requiredText, type XmlElement } from '../shared/xml-tree';
import { securityGroupsOf, type SecurityGroup } from './security-groups';

/** A network interface: its address, its subnet, and its security groups. */
export interface Interface {
  readonly address: string;
  readonly subnetId: string;
  readonly securityGroups: readonly SecurityGroup[];
}

/** A subnet and its routes. */
export interface Subnet {
  readonly id: string;
  readonly vpcId: string;
  readonly cidr: string;
  readonly zone: string;
  /** Networks that its route table sends to a transit gateway with an attachment in the subnet's zone, or over a peering. */
  readonly routedCidrs: readonly string[];
  /** Whether its route table sends everything else to an internet gateway. */
  readonly isPublic: boolean;
  /** Every network that its route table sends out of the VPC. */
  readonly destinations: readonly string[];
}

/** A deployed endpoint; a gateway endpoint has neither interfaces nor names. */
export interface Endpoint {
  readonly id: string;
  readonly vpcId: string;
  readonly serviceName: string;
  readonly policy: JsonObject;
  readonly interfaces: readonly Interface[];
  /** Public names of the endpoint; the region's first. */
  readonly publicNames: readonly string[];
  /** Names that private DNS gives it inside the VPC. */
  readonly privateNames: readonly string[];
}

/** A deployed network, read back from the control plane. */
export interface DeployedNetwork {
  readonly endpoints: readonly Endpoint[];
  readonly subnets: readonly Subnet[];
  readonly resolver: readonly Interface[];
  readonly securityGroups: ReadonlyMap<string, SecurityGroup>;
}

/** Leaves out what is in some VPCs. */
export function withoutVpcs(network: DeployedNetwork, vpcIds: readonly string[]): DeployedNetwork {
  const isElsewhere = ({ vpcId }: { readonly vpcId: string }) => !vpcIds.includes(vpcId);
  const { endpoints, subnets } = network;
  return { ...network, endpoints: endpoints.filter(isElsewhere), subnets: subnets.filter(isElsewhere) };
}

/** Reads endpoints, resolver, subnets, routes and security groups of all VPCs. */
export async function readNetwork(target: Target): Promise<DeployedNetwork> {
  const ec2 = (Action: string) => query(target, 'ec2', { Action, Version: '2016-11-15' });
  const items = async (action: string, set: string) => find(await ec2(action), set)?.children ?? [];
  const securityGroups = securityGroupsOf(await items('DescribeSecurityGroups', 'securityGroupInfo'));
  const groups = (ids: readonly string[]) => ids.flatMap((id) => securityGroups.get(id) ?? []);
  const interfaces = new Map(
    (await items('DescribeNetworkInterfaces', 'networkInterfaceSet')).map((item) => [
      requiredText(item, 'networkInterfaceId'),
      {
        address: requiredText(item, 'privateIpAddress'),
        subnetId: requiredText(item, 'subnetId'),
      },
    ]),
  );
  const endpoints = (await items('DescribeVpcEndpoints', 'vpcEndpointSet')).map((item) => {
    const securityGroups = groups(ids(item, 'groupSet', 'groupId'));
    const names = ids(item, 'dnsEntrySet', 'dnsName');
    return {
      id: requiredText(item, 'vpcEndpointId'),
      vpcId: requiredText(item, 'vpcId'),
      serviceName: requiredText(item, 'serviceName'),
      policy: parsePolicy(childText(item, 'policyDocument')),
      interfaces: ids(item, 'networkInterfaceIdSet', '').flatMap((id) => {
        const found = interfaces.get(id);
        return found ? [{ ...found, securityGroups }] : [];
      }),
      publicNames: names.filter((name) => name.includes('.vpce.')),
      privateNames: names.filter((name) => !name.includes('.vpce.')),
    };
  });
  const routes = await items('DescribeRouteTables', 'routeTableSet');
  const attachments = await items('DescribeTransitGatewayVpcAttachments', 'transitGatewayVpcAttachments');
  const peerings = await items('DescribeVpcPeeringConnections', 'vpcPeeringConnectionSet');
  const withoutRoutes = (await items('DescribeSubnets', 'subnetSet')).map((item) => ({
    id: requiredText(item, 'subnetId'),
    vpcId: requiredText(item, 'vpcId'),
    cidr: requiredText(item, 'cidrBlock'),
    zone: requiredText(item, 'availabilityZone'),
  }));
  const subnets = withoutRoutes.map((subnet) => {
    const inZone = withoutRoutes.filter(({ vpcId, zone }) => vpcId === subnet.vpcId && zone === subnet.zone);
    const gateways = gatewaysAt(
      attachments,
      inZone.map(({ id }) => id),
    );
    const own = routesOf(routes, subnet.id);
    const destinationsOf = (list: readonly XmlElement[]) =>
      list.flatMap((item) => childText(item, 'destinationCidrBlock') ?? []);
    const routed = own.filter(
      (item) =>
        gateways.includes(childText(item, 'transitGatewayId') ?? '') ||
        isPeered(item, subnet.vpcId, peerings),
    );
    return {
      ...subnet,
      routedCidrs: destinationsOf(routed),
      isPublic: own.some(
        (item) =>
          childText(item, 'destinationCidrBlock') === '0.0.0.0/0' &&
          (childText(item, 'gatewayId') ?? '').startsWith('igw-'),
      ),
      destinations: destinationsOf(own),
    };
  });
  return { endpoints, subnets, resolver: await readResolver(target, groups), securityGroups };
}

function ids(item: XmlElement, set: string, field: string): string[] {
  return (find(item, set)?.children ?? []).map((child) => childText(child, field) ?? child.text.trim());
}

/**
 * The transit gateways that are attached to one of some subnets. An attachment serves only the zones in which it has a
 * subnet.
 * https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html
 */
function gatewaysAt(attachments: readonly XmlElement[], subnetIds: readonly string[]): string[] {
  return attachments
    .filter((item) => childText(item, 'state') === 'available')
    .filter((item) => ids(item, 'subnetIds', '').some((id) => subnetIds.includes(id)))
    .flatMap((item) => childText(item, 'transitGatewayId') ?? []);
}

/**
 * Whether a route leads over an active peering to addresses of the VPC at its other end: a peering takes nothing further.
 * https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html
 */
function isPeered(route: XmlElement, vpcId: string, peerings: readonly XmlElement[]): boolean {
  const id = childText(route, 'vpcPeeringConnectionId');
  const peering = peerings.find((item) => childText(item, 'vpcPeeringConnectionId') === id);
  if (!peering || find(find(peering, 'status') ?? peering, 'code')?.text !== 'active') return false;
  const ends = ['requesterVpcInfo', 'accepterVpcInfo'].flatMap((name) => find(peering, name) ?? []);
  const other = ends.find((end) => childText(end, 'vpcId') !== vpcId);
  const destination = childText(route, 'destinationCidrBlock') ?? '';
  return other !== undefined && contains(networkOf(requiredText(other, 'cidrBlock')), networkOf(destination));
}

/** The prefix list with the addresses of a gateway endpoint's service. */
export async function prefixListOf(target: Target, serviceName: string): Promise<string | undefined> {
  const reply = await query(target, 'ec2', { Action: 'DescribePrefixLists', Version: '2016-11-15' });
  const list = find(reply, 'prefixListSet')?.children.find(
    (item) => childText(item, 'prefixListName') === serviceName,
  );
  return list && childText(list, 'prefixListId');
}

/** The routes of a subnet that lead out of its VPC. */
function routesOf(tables: readonly XmlElement[], subnetId: string): XmlElement[] {
  const table = tables.find((item) => findAll(item, 'subnetId').some((id) => id.text === subnetId));
  return (table ? (find(table, 'routeSet')?.children ?? []) : []).filter(
    (item) => childText(item, 'gatewayId') !== 'local',
  );
}

async function readResolver(
  target: Target,
  groups: (ids: readonly string[]) => SecurityGroup[],
): Promise<Interface[]> {
  const call = (operation: string, request: JsonObject) =>
    json(target, 'route53resolver', `Route53Resolver.${operation}`, request);
  const found: Interface[] = [];
  for (const endpoint of objects(await call('ListResolverEndpoints', {}), 'ResolverEndpoints')) {
    if (endpoint.Direction !== 'INBOUND') continue;
    const request = { ResolverEndpointId: text(endpoint, 'Id') };
    const securityGroups = groups(strings(endpoint, 'SecurityGroupIds'));
    for (const item of objects(await call('ListResolverEndpointIpAddresses', request), 'IpAddresses')) {
      found.push({
        address: text(item, 'Ip') ?? '',
        subnetId: text(item, 'SubnetId') ?? '',
        securityGroups,
      });
    }
  }
  return found.sort((a, b) => a.address.localeCompare(b.address));
}
