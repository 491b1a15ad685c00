import type { Gap } from '../call';
import { elementTexts } from '../xml-text';
import { ec2Call, form, listParameter, numbered, withForm } from './form';

const first = 'NetworkInterface.1.';

/**
 * The first interface of a new instance goes with it, and its groups are those of the instance, in whichever of the two ways
 * a request names them; moto keeps the one, and forgets the other.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html
 */
export const instances: Gap = async (call, forward) => {
  if (call.service !== 'ec2' || call.operation !== 'RunInstances') return forward(call);
  const parameters = form(call);
  if (!parameters.has(`${first}DeviceIndex`)) {
    const moved = [...parameters].filter(([name]) =>
      /^(?:SubnetId|PrivateIpAddress|SecurityGroupId\.\d+)$/.test(name),
    );
    for (const [name, value] of moved) {
      parameters.delete(name);
      parameters.set(first + name, value);
    }
    parameters.set(`${first}DeviceIndex`, '0');
  }
  if (!parameters.has(`${first}DeleteOnTermination`)) parameters.set(`${first}DeleteOnTermination`, 'true');
  const groups = listParameter(parameters, `${first}SecurityGroupId`);
  const reply = await forward(withForm(call, parameters));
  if (reply.status !== 200 || groups.length === 0) return reply;
  for (const id of elementTexts(reply.body.toString(), 'instanceId')) {
    await forward(
      ec2Call(call, 'ModifyInstanceAttribute', { InstanceId: id, ...numbered('GroupId', groups) }),
    );
  }
  return reply;
};
