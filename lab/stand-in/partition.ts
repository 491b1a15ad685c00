import { partitionByRegion, type Partition } from '../../config/regions';

/** The partition of a call's region; that of most regions for one without a region. */
export function partitionAt(region: string): Partition {
  const partition = partitionByRegion.get(region) ?? partitionByRegion.get('us-east-1');
  if (!partition) throw new Error('us-east-1 is not among the regions');
  return partition;
}

/**
 * ARN of a resource.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
export function arnOf(service: string, region: string, accountId: string, resource: string): string {
  return `arn:${partitionAt(region).id}:${service}:${region}:${accountId}:${resource}`;
}
