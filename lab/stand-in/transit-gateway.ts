import { query, type Target } from '../shared/aws-client';
import { find } from '../shared/xml-tree';

/**
 * Creates a transit gateway and returns its id. It belongs to the network that a deployment connects to, so it must
 * exist before the deployment.
 * @param id its id, such as that in an environment file; random if left out
 */
export async function createTransitGateway(standIn: Target, id?: string): Promise<string> {
  const tag = {
    'TagSpecification.1.ResourceType': 'transit-gateway',
    'TagSpecification.1.Tag.1.Key': '_custom_id_',
    'TagSpecification.1.Tag.1.Value': id ?? '',
  };
  const request = { Action: 'CreateTransitGateway', Version: '2016-11-15', ...(id && tag) };
  const created = find(await query(standIn, 'ec2', request), 'transitGatewayId')?.text;
  if (!created) throw new Error('no transit gateway was created');
  return created;
}
