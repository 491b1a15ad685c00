import { adoptedVpc } from '../../../test-support/environments';
import { synthesize } from '../../../test-support/synthesize';
import { resourcesOf } from '../../../test-support/terraform-json';

const adopted = { ...adoptedVpc(), 'network.resolver': { ipAddresses: ['10.30.1.10', '10.30.2.10'] } };

it.each<[what: string, changes: object, days: number | undefined]>([
  ['a created VPC', {}, 365],
  ['a created VPC with another retention of its logs', { 'api.logRetentionDays': 30 }, 30],
  ['a retention of its own', { 'network.dnsQueryLog': 7 }, 7],
  ['off', { 'network.dnsQueryLog': 'off' }, undefined],
  ['an adopted VPC', adopted, undefined],
  ['an adopted VPC on request', { ...adopted, 'network.dnsQueryLog': 7 }, 7],
])('%s: queries are kept for this many days', (_, changes, days) => {
  const { network } = synthesize({ ...changes });
  const log = resourcesOf(network, 'aws_cloudwatch_log_group')['dns-query-log'];
  expect(log?.retention_in_days).toBe(days);
  const associations = resourcesOf(network, 'aws_route53_resolver_query_log_config_association');
  expect(Object.keys(associations)).toHaveLength(days === undefined ? 0 : 1);
});
