import {
  DeleteNetworkInterfaceCommand,
  paginateDescribeNetworkInterfaces,
  type EC2Client,
} from '@aws-sdk/client-ec2';
import { functionParts } from '../../../config/log-group-names';
import { resourceName } from '../../../config/resource-name';
import { reasonToWait } from '../aws-errors';
import { untilNone, type Waiting } from '../waiting';

/**
 * Waits for the network interfaces of the functions, which Lambda releases some time after a function is gone, and deletes
 * those that it has released. They keep subnets and security groups from being deleted.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
 */
export async function deleteFunctionInterfaces(
  ec2: EC2Client,
  environment: string,
  waiting: Waiting,
): Promise<void> {
  await untilNone(
    'network interfaces of functions',
    async () => {
      const left: string[] = [];
      for (const { id, isFree } of await interfacesOf(ec2, environment)) {
        const request = new DeleteNetworkInterfaceCommand({ NetworkInterfaceId: id });
        const isGone = isFree && (await reasonToWait(ec2.send(request))) === undefined;
        if (!isGone) left.push(id);
      }
      return left;
    },
    waiting,
  );
}

/** Lambda describes them by the function's name and a UUID; a name may begin with another environment's. */
async function interfacesOf(
  ec2: EC2Client,
  environment: string,
): Promise<{ readonly id: string; readonly isFree: boolean }[]> {
  const prefixes = functionParts.map((part) => `AWS Lambda VPC ENI-${resourceName(environment, part)}-`);
  const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
  const isOwn = (description: string) =>
    prefixes.some((prefix) => description.startsWith(prefix) && uuid.test(description.slice(prefix.length)));
  const Filters = [{ Name: 'description', Values: prefixes.map((prefix) => `${prefix}*`) }];
  const found: { id: string; isFree: boolean }[] = [];
  for await (const { NetworkInterfaces = [] } of paginateDescribeNetworkInterfaces(
    { client: ec2 },
    { Filters },
  )) {
    for (const { NetworkInterfaceId: id, Description = '', Status } of NetworkInterfaces)
      if (id !== undefined && isOwn(Description)) found.push({ id, isFree: Status === 'available' });
  }
  return found;
}
