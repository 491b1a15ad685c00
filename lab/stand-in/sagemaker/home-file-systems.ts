import type { Call, Forward, Gap } from '../call';
import { ec2Call, numbered } from '../ec2/form';
import { createInterface, deleteInterfaces } from '../ec2/network-interfaces';
import { isObject, strings, text } from '../../shared/json';
import { jsonReply, readJson, withJson } from '../json-body';
import { elementText } from '../xml-text';

/**
 * The network interfaces of a domain's home file system, one in each of its subnets. They stay when the domain is
 * deleted, unless its files are deleted too ("the default setting is Retain"). A subnet that holds one cannot be
 * deleted, so on AWS the destroy of a deployment gets stuck.
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_RetentionPolicy.html
 */
export function homeFileSystems(): Gap {
  const interfaces = new Map<string, Map<string, string>>();
  return async (call, forward) => {
    if (call.service !== 'sagemaker' || !/^(Create|Update|Delete)Domain$/.test(call.operation))
      return forward(call);
    const request = readJson(call);
    const subnetIds = strings(request, 'SubnetIds');
    const problem = await missingSubnet(call, forward, subnetIds);
    if (problem) return jsonReply({ __type: 'ValidationException', Message: problem }, 400);
    const reply = await forward(call);
    if (reply.status !== 200) return reply;
    const domainId = text(request, 'DomainId') ?? text(readJson(reply), 'DomainId') ?? '';
    const known = interfaces.get(domainId) ?? new Map<string, string>();
    interfaces.set(domainId, known);
    if (call.operation === 'DeleteDomain') {
      const { RetentionPolicy: policy } = request;
      const deletesFiles = isObject(policy) && policy.HomeEfsFileSystem === 'Delete';
      if (deletesFiles) await deleteInterfaces(call, forward, known.values());
      return reply;
    }
    const fileSystemId = await fileSystemOf(call, forward, domainId);
    for (const subnetId of subnetIds.filter((id) => !known.has(id))) {
      const description = `EFS mount target for ${fileSystemId}`;
      known.set(
        subnetId,
        await createInterface(call, forward, { subnetId, description, securityGroupIds: [] }),
      );
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

async function fileSystemOf(call: Call, forward: Forward, domainId: string): Promise<string> {
  const describe = { ...withJson(call, { DomainId: domainId }), operation: 'DescribeDomain' };
  return text(readJson(await forward(describe)), 'HomeEfsFileSystemId') ?? '';
}
