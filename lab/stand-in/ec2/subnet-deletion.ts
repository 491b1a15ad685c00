import type { Gap } from '../call';
import { elementTexts } from '../xml-text';
import { ec2Call, ec2Error, form } from './form';

/**
 * A subnet cannot be deleted while a service's network interface is in it; moto does not mind. Other interfaces do not
 * count, because moto forgets to delete those of instances and NAT gateways.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteSubnet.html
 */
export const subnetDeletion: Gap = async (call, forward) => {
  if (call.service !== 'ec2' || call.operation !== 'DeleteSubnet') return forward(call);
  const id = form(call).get('SubnetId') ?? '';
  const described = await forward(
    ec2Call(call, 'DescribeNetworkInterfaces', {
      'Filter.1.Name': 'subnet-id',
      'Filter.1.Value.1': id,
      'Filter.2.Name': 'description',
      'Filter.2.Value.1': 'EFS mount target*',
      'Filter.2.Value.2': 'VPC Endpoint Interface*',
      'Filter.2.Value.3': 'Route 53 Resolver*',
    }),
  );
  if (elementTexts(described.body.toString(), 'networkInterfaceId').length === 0) return forward(call);
  return ec2Error('DependencyViolation', `The subnet '${id}' has dependencies and cannot be deleted.`);
};
