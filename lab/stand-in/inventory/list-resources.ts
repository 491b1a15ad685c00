import type { Target } from '../../shared/aws-client';
import { ec2Resources } from './ec2-resources';
import { jsonResources } from './json-resources';
import { xmlResources } from './xml-resources';

/**
 * What a stand-in holds in its region, sorted, each as `<service> <id>`, such as `ec2 vpc-…`. Left out is what a new
 * account has: the default VPC and everything in it. Parts of a listed resource (an API's methods, a role's policies)
 * are not listed.
 * @throws when a service does not answer
 */
export async function listResources(standIn: Target): Promise<string[]> {
  const lists = [await ec2Resources(standIn), await jsonResources(standIn), await xmlResources(standIn)];
  return lists.flat().sort();
}
