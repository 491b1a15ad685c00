import { formatIpv4, networkOf } from '../../../config/cidr';
import type { Call, Forward } from '../call';
import { elementText, elementTexts } from '../xml-text';
import { ec2Call, numbered } from './form';

interface InterfaceRequest {
  readonly subnetId: string;
  readonly description: string;
  readonly securityGroupIds: readonly string[];
  /** @default a free address of the subnet */
  readonly address?: string | undefined;
}

/**
 * A filter of `DescribeNetworkInterfaces` for those that a service has made and still uses. Other interfaces do not count when
 * something is deleted, because moto does not delete those of instances and NAT gateways.
 * @param filter its place in the request, such as `Filter.2`
 */
export function interfacesOfServices(filter: string): Record<string, string> {
  return {
    [`${filter}.Name`]: 'description',
    [`${filter}.Value.1`]: 'EFS mount target*',
    [`${filter}.Value.2`]: 'VPC Endpoint Interface*',
    [`${filter}.Value.3`]: 'Route 53 Resolver*',
    [`${filter}.Value.4`]: 'AWS Lambda VPC ENI*',
  };
}

let creating: Promise<unknown> = Promise.resolve();

/**
 * Creates a network interface as AWS's own services do in a customer's subnet, and returns its id. Creates one at a
 * time: two at once would choose the same free address.
 */
export function createInterface(call: Call, forward: Forward, request: InterfaceRequest): Promise<string> {
  const created = creating.then(() => create(call, forward, request));
  creating = created.catch(() => undefined);
  return created;
}

async function create(call: Call, forward: Forward, request: InterfaceRequest): Promise<string> {
  const { subnetId, description, securityGroupIds } = request;
  const created = await forward(
    ec2Call(call, 'CreateNetworkInterface', {
      SubnetId: subnetId,
      Description: description,
      PrivateIpAddress: request.address ?? (await freeAddress(call, forward, subnetId)),
      ...numbered('SecurityGroupId', securityGroupIds),
    }),
  );
  const id = elementText(created.body.toString(), 'networkInterfaceId');
  if (id === undefined) throw new Error(`no network interface: ${created.body.toString()}`);
  return id;
}

/** Deletes network interfaces. */
export async function deleteInterfaces(call: Call, forward: Forward, ids: Iterable<string>): Promise<void> {
  for (const id of ids) await forward(ec2Call(call, 'DeleteNetworkInterface', { NetworkInterfaceId: id }));
}

async function takenAddresses(call: Call, forward: Forward, subnetId: string): Promise<Set<string>> {
  const filter = { 'Filter.1.Name': 'subnet-id', 'Filter.1.Value.1': subnetId };
  const described = await forward(ec2Call(call, 'DescribeNetworkInterfaces', filter));
  return new Set(elementTexts(described.body.toString(), 'privateIpAddress'));
}

/**
 * The highest free address of a subnet. AWS does not document which one it takes; the stand-in avoids the low ones,
 * which people pin, so that no deployment fails by chance.
 */
export async function freeAddress(call: Call, forward: Forward, subnetId: string): Promise<string> {
  const described = await forward(ec2Call(call, 'DescribeSubnets', numbered('SubnetId', [subnetId])));
  const addresses = await takenAddresses(call, forward, subnetId);
  const { first, last } = networkOf(elementText(described.body.toString(), 'cidrBlock') ?? '');
  // AWS reserves the first four addresses and the last one of a subnet
  for (let number = last - 1; number >= first + 4; number -= 1) {
    const address = formatIpv4(number);
    if (!addresses.has(address)) return address;
  }
  throw new Error(`subnet ${subnetId} has no free address`);
}
