import { getJson } from '../../shared/aws-client';
import { isObject, objects, strings } from '../../shared/json';
import type { Call, Forward, Gap } from '../call';
import { elementTexts, mapParts } from '../xml-text';
import { ec2Call, ec2Error, form } from './form';
import { interfacesOfServices } from './network-interfaces';

/**
 * A subnet cannot be deleted while a service uses it: an interface of an endpoint, of a home file system or of the
 * resolver, a function, a transit gateway's attachment; moto deletes it. Other interfaces do not count, because moto
 * does not delete those of instances and NAT gateways.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteSubnet.html
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/delete-subnet.html
 */
export const subnetDeletion: Gap = async (call, forward) => {
  if (call.service !== 'ec2' || call.operation !== 'DeleteSubnet') return forward(call);
  const id = form(call).get('SubnetId') ?? '';
  const isUsed =
    (await hasInterfaces(call, forward, id)) ||
    (await isAttached(call, forward, id)) ||
    (await hasFunctions(call, id));
  if (!isUsed) return forward(call);
  return ec2Error('DependencyViolation', `The subnet '${id}' has dependencies and cannot be deleted.`);
};

async function hasInterfaces(call: Call, forward: Forward, subnetId: string): Promise<boolean> {
  const described = await forward(
    ec2Call(call, 'DescribeNetworkInterfaces', {
      'Filter.1.Name': 'subnet-id',
      'Filter.1.Value.1': subnetId,
      ...interfacesOfServices('Filter.2'),
    }),
  );
  return elementTexts(described.body.toString(), 'networkInterfaceId').length > 0;
}

/** An attachment has an interface in each of its subnets; moto has none. */
async function isAttached(call: Call, forward: Forward, subnetId: string): Promise<boolean> {
  const described = await forward(ec2Call(call, 'DescribeTransitGatewayVpcAttachments', {}));
  let found = false;
  mapParts(described.body.toString(), 'transitGatewayAttachmentId', (part) => {
    found ||= part.includes(`<item>${subnetId}</item>`) && !part.includes('<state>deleted</state>');
    return part;
  });
  return found;
}

/** A function has interfaces in its subnets; moto has none. */
async function hasFunctions(call: Call, subnetId: string): Promise<boolean> {
  const target = { endpoint: `http://${call.headers.host ?? ''}`, region: call.region };
  const functions = await getJson(target, 'lambda', '/2015-03-31/functions/');
  return objects(functions, 'Functions').some(
    ({ VpcConfig: config }) => isObject(config) && strings(config, 'SubnetIds').includes(subnetId),
  );
}
