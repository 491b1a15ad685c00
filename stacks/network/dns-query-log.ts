import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { Route53ResolverQueryLogConfig } from '@cdktf/provider-aws/lib/route53-resolver-query-log-config';
import { Route53ResolverQueryLogConfigAssociation } from '@cdktf/provider-aws/lib/route53-resolver-query-log-config-association';
import { dnsQueryLogDays } from '../../config/dns-protection';
import { dnsLogGroup } from '../../config/log-group-names';
import type { EnvironmentStack } from '../../constructs/environment-stack';

const id = 'dns-query-log';

/**
 * A log of the DNS queries of the VPC, with what the DNS Firewall did to each.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-query-logs.html
 */
export function addDnsQueryLog(stack: EnvironmentStack, vpcId: string): void {
  const retentionInDays = dnsQueryLogDays(stack.environment);
  if (retentionInDays === undefined) return;
  const logGroup = new CloudwatchLogGroup(stack, id, {
    name: dnsLogGroup(stack.environment.name),
    retentionInDays,
  });
  const config = new Route53ResolverQueryLogConfig(stack, `${id}-config`, {
    name: stack.physicalName('dns'),
    destinationArn: logGroup.arn,
  });
  new Route53ResolverQueryLogConfigAssociation(stack, `${id}-association`, {
    resolverQueryLogConfigId: config.id,
    resourceId: vpcId,
  });
}

/** Terraform's addresses of the log. */
export const dnsQueryLogAddresses: readonly string[] = [
  `aws_cloudwatch_log_group.${id}`,
  `aws_route53_resolver_query_log_config.${id}-config`,
  `aws_route53_resolver_query_log_config_association.${id}-association`,
];
