import { resourceName } from './resource-name';

/** Parts of the names of the functions. Add each new function here. */
export const functionParts = ['authorizer', 'portal', 'presigned-url', 'profile-claim'] as const;

/** Log group of one of the functions, by its part of the name. */
export function functionLogGroup(environmentName: string, part: string): string {
  return `/aws/lambda/${resourceName(environmentName, part)}`;
}

/** Log group of the API's calls. */
export function accessLogGroup(environmentName: string): string {
  return `/aws/apigateway/${resourceName(environmentName, 'access')}`;
}

/** Log group of the connections of the VPC. */
export function flowLogGroup(environmentName: string): string {
  return `/vpc/${resourceName(environmentName, 'flow-logs')}`;
}

/**
 * Log group of the DNS queries of the VPC. Groups with this prefix need no statement of their own in the account's resource
 * policy for logs, whose length is limited.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html
 */
export function dnsLogGroup(environmentName: string): string {
  return `/aws/vendedlogs/route53resolver/${resourceName(environmentName, 'dns')}`;
}

/** All log groups that a deployment can have. */
export function logGroupsOf(environmentName: string): string[] {
  return [
    ...functionParts.map((part) => functionLogGroup(environmentName, part)),
    accessLogGroup(environmentName),
    flowLogGroup(environmentName),
    dnsLogGroup(environmentName),
  ];
}
