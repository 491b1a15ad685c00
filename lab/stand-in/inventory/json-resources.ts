import { cognitoTarget } from '../../../api/cognito';
import { isObject, objects, text, type JsonObject } from '../../shared/json';
import { getJson, json, type Target } from '../../shared/aws-client';
import { partitionAt } from '../partition';

/** Service, operation with its prefix, request, list in the answer, id of an item. */
const operations: readonly (readonly [string, string, JsonObject, string, string])[] = [
  ['sagemaker', 'SageMaker.ListDomains', {}, 'Domains', 'DomainId'],
  ['sagemaker', 'SageMaker.ListUserProfiles', {}, 'UserProfiles', 'UserProfileName'],
  ['cognito-idp', `${cognitoTarget}ListUserPools`, { MaxResults: 60 }, 'UserPools', 'Id'],
  ['route53resolver', 'Route53Resolver.ListResolverEndpoints', {}, 'ResolverEndpoints', 'Id'],
  ['route53resolver', 'Route53Resolver.ListResolverRules', {}, 'ResolverRules', 'Id'],
  ['route53resolver', 'Route53Resolver.ListFirewallDomainLists', {}, 'FirewallDomainLists', 'Id'],
  ['route53resolver', 'Route53Resolver.ListFirewallRuleGroups', {}, 'FirewallRuleGroups', 'Id'],
  [
    'route53resolver',
    'Route53Resolver.ListFirewallRuleGroupAssociations',
    {},
    'FirewallRuleGroupAssociations',
    'Id',
  ],
  ['route53resolver', 'Route53Resolver.ListResolverQueryLogConfigs', {}, 'ResolverQueryLogConfigs', 'Id'],
  ['logs', 'Logs_20140328.DescribeLogGroups', {}, 'logGroups', 'logGroupName'],
  ['logs', 'Logs_20140328.DescribeMetricFilters', {}, 'metricFilters', 'filterName'],
  ['acm', 'CertificateManager.ListCertificates', {}, 'CertificateSummaryList', 'CertificateArn'],
  ['wafv2', 'AWSWAF_20190729.ListWebACLs', { Scope: 'REGIONAL' }, 'WebACLs', 'Name'],
  ['wafv2', 'AWSWAF_20190729.ListIPSets', { Scope: 'REGIONAL' }, 'IPSets', 'Name'],
  ['secretsmanager', 'secretsmanager.ListSecrets', {}, 'SecretList', 'Name'],
  [
    'ssm',
    'AmazonSSM.ListDocuments',
    { Filters: [{ Key: 'Owner', Values: ['Self'] }] },
    'DocumentIdentifiers',
    'Name',
  ],
  ['ssm', 'AmazonSSM.ListAssociations', {}, 'Associations', 'AssociationId'],
];

/** Service, path, list in the answer, id of an item. */
const paths = [
  ['lambda', '/2015-03-31/functions', 'Functions', 'FunctionName'],
  ['elasticfilesystem', '/2015-02-01/file-systems', 'FileSystems', 'FileSystemId'],
  ['apigateway', '/restapis', 'item', 'id'],
  ['scheduler', '/schedules', 'Schedules', 'Name'],
  ['apigateway', '/domainnames', 'item', 'domainName'],
  ['apigateway', '/domainnameaccessassociations', 'item', 'domainNameAccessAssociationArn'],
] as const;

/** Ids of the resources of services with a JSON protocol. */
export async function jsonResources(target: Target): Promise<string[]> {
  const name = (service: string, field: string, item: JsonObject) => `${service} ${text(item, field) ?? '?'}`;
  const { hasUserPools } = partitionAt(target.region);
  const lists = await Promise.all([
    ...operations
      .filter(([service]) => hasUserPools || service !== 'cognito-idp')
      .map(async ([service, operation, request, list, id]) =>
        objects(await json(target, service, operation, request), list).map((item) => name(service, id, item)),
      ),
    ...paths.map(async ([service, path, list, id]) =>
      objects(await getJson(target, service, path), list).map((item) => name(service, id, item)),
    ),
    keys(target),
    parameters(target),
  ]);
  return lists.flat();
}

/** Parameters, without AWS's own. */
async function parameters(target: Target): Promise<string[]> {
  const listed = objects(
    await json(target, 'ssm', 'AmazonSSM.DescribeParameters', { MaxResults: 50 }),
    'Parameters',
  );
  const names = listed.map((parameter) => text(parameter, 'Name') ?? '?');
  return names.filter((name) => !name.startsWith('/aws/')).map((name) => `ssm ${name}`);
}

/** Keys and their aliases, without keys that wait for their deletion, which takes at least a week. */
async function keys(target: Target): Promise<string[]> {
  const kms = (operation: string, request: JsonObject) =>
    json(target, 'kms', `TrentService.${operation}`, request);
  const listed = objects(await kms('ListKeys', {}), 'Keys');
  const described = await Promise.all(listed.map(({ KeyId }) => kms('DescribeKey', { KeyId })));
  const alive = described
    .map(({ KeyMetadata: key }) => (isObject(key) ? key : {}))
    .filter((key) => key.KeyState !== 'PendingDeletion' && key.KeyManager !== 'AWS')
    // moto calls the keys of services a customer's, and at times makes several of one
    .filter((key) => text(key, 'Description')?.startsWith('Default master key that protects my') !== true);
  const aliases = objects(await kms('ListAliases', {}), 'Aliases').map(
    (alias) => text(alias, 'AliasName') ?? '?',
  );
  return [
    ...alive.map((key) => `kms ${text(key, 'KeyId') ?? '?'}`),
    ...aliases.filter((alias) => !alias.startsWith('alias/aws/')).map((alias) => `kms ${alias}`),
  ];
}
