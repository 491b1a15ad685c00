import type { Call, Forward, Gap } from '../call';
import { ec2Call, numbered } from '../ec2/form';
import { freeAddress } from '../ec2/network-interfaces';
import { isObject, objects, strings, text, type JsonObject } from '../../shared/json';
import { jsonReply, readJson, withJson } from '../json-body';
import { elementText } from '../xml-text';
import { createNfsGroups, deleteNfsGroups, type NfsGroups } from './nfs-groups';

/** What SageMaker makes for a domain in the customer's account. */
interface Home {
  readonly fileSystemId: string;
  readonly groups: NfsGroups;
  /** Subnets with a mount target. */
  readonly subnetIds: Set<string>;
}

/**
 * The home file system of a domain, with a mount target in each of its subnets, and two security groups. All of these stay
 * when the domain is deleted, unless its files are deleted too ("the default setting is Retain"). A subnet that holds a
 * mount target cannot be deleted, nor can a VPC with such a group, so on AWS the destroy of a deployment gets stuck.
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_RetentionPolicy.html
 */
export function homeFileSystems(): Gap {
  const homes = new Map<string, Home>();
  return async (call, forward) => {
    if (call.service !== 'sagemaker' || !/^(Create|Describe|Update|Delete)Domain$/.test(call.operation))
      return forward(call);
    const request = readJson(call);
    const subnetIds = strings(request, 'SubnetIds');
    const problem = await missingSubnet(call, forward, subnetIds);
    if (problem) return jsonReply({ __type: 'ValidationException', Message: problem }, 400);
    const reply = await forward(call);
    if (reply.status !== 200) return reply;
    const answer = readJson(reply);
    const domainId = text(request, 'DomainId') ?? text(answer, 'DomainId') ?? '';
    if (call.operation === 'CreateDomain') {
      const arn = text(answer, 'DomainArn') ?? '';
      homes.set(domainId, await createHome(call, forward, { domainId, arn, vpcId: text(request, 'VpcId') }));
    }
    const home = homes.get(domainId);
    if (!home) return reply;
    if (call.operation === 'DescribeDomain') {
      return withJson(reply, { ...answer, HomeEfsFileSystemId: home.fileSystemId });
    }
    if (call.operation === 'DeleteDomain') {
      const { RetentionPolicy: policy } = request;
      const deletesFiles = isObject(policy) && policy.HomeEfsFileSystem === 'Delete';
      if (deletesFiles) await deleteHome(call, forward, home);
      return reply;
    }
    for (const subnetId of subnetIds.filter((id) => !home.subnetIds.has(id))) {
      await createMountTarget(call, forward, home, subnetId);
    }
    return reply;
  };
}

async function missingSubnet(
  call: Call,
  forward: Forward,
  subnetIds: readonly string[],
): Promise<string | undefined> {
  if (subnetIds.length === 0) return undefined;
  const described = await forward(ec2Call(call, 'DescribeSubnets', numbered('SubnetId', subnetIds)));
  return described.status === 200 ? undefined : elementText(described.body.toString(), 'Message');
}

interface DomainOfHome {
  readonly domainId: string;
  readonly arn: string;
  /** Undefined for a domain that is made without a network: no group is made either. */
  readonly vpcId: string | undefined;
}

async function createHome(call: Call, forward: Forward, domain: DomainOfHome): Promise<Home> {
  const created = await efs(call, forward, 'POST', 'file-systems', {
    CreationToken: domain.domainId,
    Encrypted: true,
    Tags: [{ Key: 'ManagedByAmazonSageMakerResource', Value: domain.arn }],
  });
  const fileSystemId = text(created, 'FileSystemId') ?? '';
  const { vpcId } = domain;
  const groups = vpcId === undefined ? [] : await createNfsGroups(call, forward, { ...domain, vpcId });
  return { fileSystemId, groups, subnetIds: new Set() };
}

async function createMountTarget(call: Call, forward: Forward, home: Home, subnetId: string): Promise<void> {
  const { fileSystemId, groups } = home;
  const created = await efs(call, forward, 'POST', 'mount-targets', {
    FileSystemId: fileSystemId,
    SubnetId: subnetId,
    IpAddress: await freeAddress(call, forward, subnetId),
    ...(groups[0] !== undefined && { SecurityGroups: [groups[0]] }),
  });
  home.subnetIds.add(subnetId);
  // EFS describes the interface so; moto does not
  const id = text(created, 'NetworkInterfaceId') ?? '';
  const change = {
    NetworkInterfaceId: id,
    'Description.Value': `EFS mount target for ${fileSystemId} (${text(created, 'MountTargetId') ?? ''})`,
  };
  await forward(ec2Call(call, 'ModifyNetworkInterfaceAttribute', change));
}

/** Mount targets may be gone already, taken off by hand. */
async function deleteHome(call: Call, forward: Forward, { fileSystemId, groups }: Home): Promise<void> {
  const listed = await efs(call, forward, 'GET', `mount-targets?FileSystemId=${fileSystemId}`);
  for (const target of objects(listed, 'MountTargets')) {
    await efs(call, forward, 'DELETE', `mount-targets/${text(target, 'MountTargetId') ?? ''}`);
  }
  await efs(call, forward, 'DELETE', `file-systems/${fileSystemId}`);
  await deleteNfsGroups(call, forward, groups);
}

/** A call of the same caller to EFS. */
async function efs(
  call: Call,
  forward: Forward,
  method: string,
  path: string,
  body?: JsonObject,
): Promise<JsonObject> {
  const { authorization = '', host } = call.headers;
  const service = 'elasticfilesystem';
  const headers = {
    host,
    authorization: authorization.replace(`/${call.service}/`, `/${service}/`),
    'content-type': 'application/json',
  };
  const url = `/2015-02-01/${path}`;
  const sent = Buffer.from(body === undefined ? '' : JSON.stringify(body));
  return readJson(await forward({ ...call, method, url, headers, service, operation: '', body: sent }));
}
