import { getXml, query, type Target } from '../../shared/aws-client';
import { childText, find } from '../../shared/xml-tree';

/** Service, parameters of the query, list in the answer, id of an item. */
const queries = [
  ['iam', { Action: 'ListRoles', Version: '2010-05-08' }, 'Roles', 'RoleName'],
  ['iam', { Action: 'ListPolicies', Version: '2010-05-08', Scope: 'Local' }, 'Policies', 'Arn'],
  [
    'iam',
    { Action: 'ListInstanceProfiles', Version: '2010-05-08' },
    'InstanceProfiles',
    'InstanceProfileName',
  ],
  ['iam', { Action: 'ListUsers', Version: '2010-05-08' }, 'Users', 'UserName'],
  ['monitoring', { Action: 'DescribeAlarms', Version: '2010-08-01' }, 'MetricAlarms', 'AlarmName'],
  ['monitoring', { Action: 'ListDashboards', Version: '2010-08-01' }, 'DashboardEntries', 'DashboardName'],
  ['sns', { Action: 'ListTopics', Version: '2010-03-31' }, 'Topics', 'TopicArn'],
] as const;

/** Service, path, list in the answer, id of an item. */
const paths = [
  ['route53', '/2013-04-01/hostedzone', 'HostedZones', 'Id'],
  ['s3', '/', 'Buckets', 'Name'],
] as const;

/** Ids of the resources of services with an XML protocol, except EC2. */
export async function xmlResources(target: Target): Promise<string[]> {
  const lists = await Promise.all([
    ...queries.map(async ([service, parameters, list, id]) => {
      const items = find(await query(target, service, parameters), list)?.children ?? [];
      return items.map((item) => `${service} ${childText(item, id) ?? '?'}`);
    }),
    ...paths.map(async ([service, path, list, id]) => {
      const items = find(await getXml(target, service, path), list)?.children ?? [];
      return items.map((item) => `${service} ${childText(item, id) ?? '?'}`);
    }),
  ]);
  return lists.flat();
}
