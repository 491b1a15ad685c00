import { readFileSync } from 'node:fs';
import path from 'node:path';
import { logGroupsOf } from '../../../config/log-group-names';
import { projectFolder } from '../../../config/project-folder';
import { decide } from '../../iam/decide';
import type { JsonObject } from '../../shared/json';

const document = readFileSync(path.join(projectFolder, 'docs', 'operations.md'), 'utf8');
const [, documented = ''] = /<!-- permissions of teardown -->\s*```json\n([\s\S]*?)```/.exec(document) ?? [];

const values: Readonly<Record<string, string>> = {
  account: '111122223333',
  domain_id: 'd-own',
  environment: 'prod',
  region: 'us-east-1',
  user_pool_id: 'us-east-1_own',
  vpc_id: 'vpc-0own',
};
const policy = JSON.parse(
  documented.replaceAll(/<(\w+)>/g, (_, name: string) => values[name] ?? ''),
) as JsonObject;

const arn = (service: string, resource: string) => `arn:aws:${service}:us-east-1:111122223333:${resource}`;
const ofDomain = (id: string) => ({
  'aws:ResourceTag/ManagedByAmazonSageMakerResource': arn('sagemaker', `domain/${id}`),
});
const mark = 'studio-access-environment';
const markedAs = (environment: string) => ({ [`aws:ResourceTag/${mark}`]: environment });
const marking = (environment: string, ...others: string[]) => ({
  [`aws:RequestTag/${mark}`]: environment,
  'aws:TagKeys': [mark, ...others],
});
const inVpc = (id: string) => ({ 'ec2:Vpc': arn('ec2', `vpc/${id}`) });

type Context = Readonly<Record<string, string | string[]>>;
type ActionRequest = readonly [action: string, resource: string, context?: Context];

const group = arn('ec2', 'security-group/sg-01');
const files = arn('elasticfilesystem', 'file-system/fs-01');
const card = arn('ec2', 'network-interface/eni-01');
// IAM is asked about a group as a whole by a stream without a name
const logGroup = (name: string) => arn('logs', `log-group:${name}:log-stream:`);

const allowed: readonly ActionRequest[] = [
  ['cognito-idp:AdminDeleteUser', arn('cognito-idp', 'userpool/us-east-1_own')],
  ['sagemaker:DeleteApp', arn('sagemaker', 'app/d-own/bobs/JupyterLab/default')],
  ['sagemaker:DeleteSpace', arn('sagemaker', 'space/d-own/bobs')],
  ['sagemaker:DeleteUserProfile', arn('sagemaker', 'user-profile/d-own/bob')],
  ['sagemaker:DeleteDomain', arn('sagemaker', 'domain/d-own')],
  ['elasticfilesystem:TagResource', files, { ...ofDomain('d-own'), ...marking('prod') }],
  ['ec2:CreateTags', group, { ...ofDomain('d-own'), ...marking('prod') }],
  ['elasticfilesystem:DeleteMountTarget', files, markedAs('prod')],
  ['elasticfilesystem:DeleteFileSystem', files, markedAs('prod')],
  ['ec2:RevokeSecurityGroupIngress', group, markedAs('prod')],
  ['ec2:RevokeSecurityGroupEgress', group, markedAs('prod')],
  ['ec2:DeleteSecurityGroup', group, markedAs('prod')],
  ['ec2:DeleteNetworkInterface', card, inVpc('vpc-0own')],
  ['logs:DeleteLogStream', arn('logs', 'log-group:/aws/sagemaker/studio:log-stream:d-own/bobs/JupyterLab')],
  ...logGroupsOf('prod').map((name): ActionRequest => ['logs:DeleteLogGroup', logGroup(name)]),
];

/** What a neighbour has in the same account, also one whose name begins with that of the environment. */
const refused: readonly ActionRequest[] = [
  ['cognito-idp:AdminDeleteUser', arn('cognito-idp', 'userpool/us-east-1_other')],
  ['sagemaker:DeleteApp', arn('sagemaker', 'app/d-own2/bobs/JupyterLab/default')],
  ['sagemaker:DeleteSpace', arn('sagemaker', 'space/d-other/bobs')],
  ['sagemaker:DeleteUserProfile', arn('sagemaker', 'user-profile/d-other/bob')],
  ['sagemaker:DeleteDomain', arn('sagemaker', 'domain/d-other')],
  // its file system and groups cannot be marked, be it as this environment's or another's
  ['elasticfilesystem:TagResource', files, { ...ofDomain('d-other'), ...marking('prod') }],
  ['elasticfilesystem:TagResource', files, marking('prod')],
  ['elasticfilesystem:TagResource', files, { ...ofDomain('d-own'), ...marking('test') }],
  ['ec2:CreateTags', group, { ...ofDomain('d-other'), ...marking('prod') }],
  ['ec2:CreateTags', group, marking('prod')],
  ['ec2:CreateTags', group, { ...ofDomain('d-own'), ...marking('prod', 'Environment') }],
  ['elasticfilesystem:DeleteMountTarget', files, markedAs('prod-2')],
  ['elasticfilesystem:DeleteFileSystem', files, markedAs('prod-2')],
  ['elasticfilesystem:DeleteFileSystem', files, ofDomain('d-other')],
  ['ec2:RevokeSecurityGroupIngress', group, {}],
  ['ec2:RevokeSecurityGroupEgress', group, markedAs('test')],
  ['ec2:DeleteSecurityGroup', group, inVpc('vpc-0own')],
  ['ec2:DeleteNetworkInterface', card, inVpc('vpc-0other')],
  ['logs:DeleteLogStream', arn('logs', 'log-group:/aws/sagemaker/studio:log-stream:d-other/bobs/JupyterLab')],
  ['logs:DeleteLogGroup', logGroup('/aws/sagemaker/studio')],
  ...logGroupsOf('prod-2').map((name): ActionRequest => ['logs:DeleteLogGroup', logGroup(name)]),
];

const decisionOn = ([action, resource, context = {}]: ActionRequest) =>
  decide([policy], { action, resource, context });

const named = (requests: readonly ActionRequest[]) =>
  requests.map((request) => [request[0], request[1], request] as const);

test.each(named(allowed))(
  'the documented permissions of a teardown allow %s on %s',
  async (_, __, request) => {
    expect(await decisionOn(request)).toBe('Allow');
  },
);

test.each(named(refused))("they do not allow %s on a neighbour's %s", async (_, __, request) => {
  expect(await decisionOn(request)).toBe('Neither');
});

test('every permission to change something is in the table of what is allowed', () => {
  const actions = (policy.Statement as { Action: string[] }[]).flatMap(({ Action }) => Action);
  const changing = actions.filter((action) => !/:(?:Admin)?(?:Describe|Get|List)/.test(action));
  expect([...new Set(allowed.map(([action]) => action))].toSorted()).toEqual(changing.toSorted());
});
