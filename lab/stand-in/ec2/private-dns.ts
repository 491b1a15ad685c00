import type { Call, Forward, Gap } from '../call';
import { elementText } from '../xml-text';
import { ec2Call, ec2Error, form } from './form';

const attributes = ['enableDnsSupport', 'enableDnsHostnames'];

/**
 * An interface endpoint cannot have private DNS in a VPC without DNS support or DNS host names; moto allows it.
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html
 */
export const privateDns: Gap = async (call, forward) => {
  const vpcId = call.service === 'ec2' ? await vpcThatNeedsNames(call, forward) : undefined;
  if (vpcId === undefined) return forward(call);
  for (const Attribute of attributes) {
    const reply = await forward(ec2Call(call, 'DescribeVpcAttribute', { VpcId: vpcId, Attribute }));
    if (elementText(reply.body.toString(), 'value') === 'true') continue;
    const message = `Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for ${vpcId}`;
    return ec2Error('InvalidParameter', message);
  }
  return forward(call);
};

async function vpcThatNeedsNames(call: Call, forward: Forward): Promise<string | undefined> {
  const parameters = form(call);
  const enabled = parameters.get('PrivateDnsEnabled');
  if (call.operation === 'CreateVpcEndpoint') {
    const needsNames = parameters.get('VpcEndpointType') === 'Interface' && enabled !== 'false';
    return needsNames ? (parameters.get('VpcId') ?? undefined) : undefined;
  }
  if (call.operation !== 'ModifyVpcEndpoint' || enabled !== 'true') return undefined;
  const id = { 'VpcEndpointId.1': parameters.get('VpcEndpointId') ?? '' };
  return elementText((await forward(ec2Call(call, 'DescribeVpcEndpoints', id))).body.toString(), 'vpcId');
}
