import type { Call, Forward, Gap, Reply } from '../call';
import { elementText, mapParts } from '../xml-text';
import { ec2Call, ec2Error, form, listParameter, numbered, withText } from './form';

/**
 * Zones without an endpoint service: in AWS they differ between accounts, because each account has its own names of
 * zones. Many services lack `us-east-1e`.
 */
const zonesWithout: Readonly<Record<string, readonly string[]>> = {
  'aws.sagemaker.us-east-1.studio': ['us-east-1e'],
  'com.amazonaws.us-east-1.servicecatalog': ['us-east-1e', 'us-east-1f'],
};

/**
 * An endpoint cannot be in a zone that its service lacks; in moto every service is in every zone.
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcEndpointServices.html
 */
export const endpointZones: Gap = async (call, forward) => {
  if (call.service !== 'ec2') return forward(call);
  if (call.operation === 'DescribeVpcEndpointServices') return describedServices(await forward(call));
  const subnetIds = listParameter(
    form(call),
    call.operation === 'ModifyVpcEndpoint' ? 'AddSubnetId' : 'SubnetId',
  );
  if (!/^(Create|Modify)VpcEndpoint$/.test(call.operation) || subnetIds.length === 0) return forward(call);
  const serviceName = await serviceNameOf(call, forward);
  for (const subnetId of subnetIds) {
    const subnet = await forward(ec2Call(call, 'DescribeSubnets', numbered('SubnetId', [subnetId])));
    const zone = elementText(subnet.body.toString(), 'availabilityZone') ?? '';
    if (!zonesWithout[serviceName]?.includes(zone)) continue;
    const message = `The VPC endpoint service ${serviceName} does not support the availability zone of the subnet: ${subnetId}.`;
    return ec2Error('InvalidParameter', message);
  }
  return forward(call);
};

async function serviceNameOf(call: Call, forward: Forward): Promise<string> {
  const parameters = form(call);
  if (call.operation === 'CreateVpcEndpoint') return parameters.get('ServiceName') ?? '';
  const id = { 'VpcEndpointId.1': parameters.get('VpcEndpointId') ?? '' };
  const described = await forward(ec2Call(call, 'DescribeVpcEndpoints', id));
  return elementText(described.body.toString(), 'serviceName') ?? '';
}

function describedServices(reply: Reply): Reply {
  const [names = '', ...details] = reply.body.toString().split('<serviceDetailSet>');
  const lacking = (part: string, name: string) =>
    (zonesWithout[name] ?? []).reduce((text, zone) => text.replace(`<item>${zone}</item>`, ''), part);
  return withText(
    reply,
    [names, ...details.map((text) => mapParts(text, 'serviceName', lacking))].join('<serviceDetailSet>'),
  );
}
