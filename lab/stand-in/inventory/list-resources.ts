import type { Target } from '../../shared/aws-client';
import { ec2Resources } from './ec2-resources';
import { jsonResources } from './json-resources';
import { xmlResources } from './xml-resources';

/**
 * The resources of a stand-in in its region, sorted, each as `<service> <id>`, such as `ec2 vpc-…`. The list leaves out
 * the default VPC and everything in it, which a new account has, and parts of a listed resource (an API's methods, a
 * role's policies).
 * @throws when a service does not answer
 */
export async function listResources(standIn: Target): Promise<string[]> {
  const lists = [await ec2Resources(standIn), await jsonResources(standIn), await xmlResources(standIn)];
  return lists.flat().sort();
}
