import type { Gap } from '../call';
import { ec2Error, form } from './form';
import { interfacesIn } from './network-interfaces';

/**
 * A subnet with a network interface in it cannot be deleted; moto does not mind.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteSubnet.html
 */
export const subnetDeletion: Gap = async (call, forward) => {
  if (call.service !== 'ec2' || call.operation !== 'DeleteSubnet') return forward(call);
  const id = form(call).get('SubnetId') ?? '';
  const { ids } = await interfacesIn(call, forward, id);
  if (ids.length === 0) return forward(call);
  return ec2Error('DependencyViolation', `The subnet '${id}' has dependencies and cannot be deleted.`);
};
