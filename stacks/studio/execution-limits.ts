import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import type { EnvironmentStack } from '../../constructs/environment-stack';
import { policyJson, requireLength, type Conditions, type Statement } from '../../constructs/policy';

/**
 * Jobs, and what starts some later, whose network IAM is told. Patterns, so that a kind of job that AWS adds is bound, or
 * denied if it tells no network. Endpoints are not among them: they run models, in the models' network.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemakerai.html
 */
const jobs = ['Create*Job*', 'CreateModel', 'CreateMonitoringSchedule'];

/** Reading, also by asking a model. */
const reading = [
  'BatchDescribe*',
  'BatchGet*',
  'Describe*',
  'Get*',
  'InvokeEndpoint*',
  'List*',
  'QueryLineage',
  'RenderUiTemplate',
  'Search*',
];

/** Changes that other statements of the boundary or of the user's limits bind to the user or to the network. */
const bound = [
  ...jobs,
  'AddTags',
  'CreateApp',
  'CreateEndpointConfig',
  'CreateInferenceComponent',
  'CreatePresignedDomainUrl',
  'CreateSpace',
  'DeleteApp',
  'DeleteSpace',
  'DeleteTags',
  'StartSession',
  'UpdateSpace',
];

/**
 * Changes that a policy may allow although SageMaker knows no owner for them: they run nothing with another's role and
 * nothing outside the network. ADR 2 says what each group is.
 */
const accepted = [
  // stopping and deleting jobs
  'Delete*JobDefinition',
  'DeleteHyperParameterTuningJob',
  'DeleteMonitoringSchedule',
  'DeleteProcessingJob',
  'DeleteTrainingJob',
  'StopAutoMLJob',
  'StopHyperParameterTuningJob',
  'StopProcessingJob',
  'StopTrainingJob',
  // models and endpoints
  'CreateEndpoint',
  'DeleteEndpoint*',
  'DeleteInferenceComponent',
  'DeleteModel',
  'UpdateEndpoint*',
  'UpdateInferenceComponentRuntimeConfig',
  // the registry of models
  '*ModelCard',
  '*ModelPackageGroup',
  'DeleteModelPackage',
  'UpdateModelPackage',
  // features
  '*FeatureGroup',
  '*Record',
  'UpdateFeatureMetadata',
  // experiments and lineage
  '*Action',
  '*Artifact',
  '*Association',
  '*Context',
  '*Trial*',
  'BatchPutMetrics',
  'CreateExperiment',
  'DeleteExperiment',
  'UpdateExperiment',
];

/** Changes without a resource, which no statement about SageMaker's resources finds. */
const withoutResource = [
  'CallWithBearerToken',
  'CreateLineageGroupPolicy',
  'Delete*Policy',
  '*Portfolio',
  'ExtendTrainingPlan',
  'Put*Policy',
];

/** Beginnings of every writing action of a service, which leave out the reading ones. */
const iamChanges = [
  'Accept',
  'Add',
  'Associate',
  'Attach',
  'Change',
  'Create',
  'Deactivate',
  'Delete',
  'Detach',
  'Disable',
  'Enable',
  'Put',
  'Reject',
  'Remove',
  'Reset',
  'Resync',
  'Send',
  'Set',
  'Tag',
  'Untag',
  'Update',
  'Upload',
].map((verb) => `iam:${verb}*`);

/** Reading in EC2, and the network interfaces that jobs in the VPC are given with the role. */
const acceptedInEc2 = [
  'CreateNetworkInterface*',
  'DeleteNetworkInterface*',
  'Describe*',
  'Get*',
  'List*',
  'Search*',
];

/** Beginnings of the changes in EC2 that name no resource. */
const ec2WithoutResource = [
  'A',
  'B',
  'Ca',
  'Con',
  'CreateDefault',
  'CreateReserved',
  'CreateSpot',
  'DeleteSpot',
  'DeleteSubnetC',
  'Dep',
  'Der',
  'Di',
  'En',
  'Ex',
  'I',
  'Mo',
  'Pr',
  'Pu',
  'Reg',
  'Rep',
  'Res',
  'Run',
  'St',
  'U',
  'W',
];

const inEc2 = (actions: readonly string[]) => actions.map((action) => `ec2:${action}`);

/**
 * The tag by which SageMaker tells whose a space is, where it knows no owner as a condition. The boundary lets no role
 * change the tags of a space that exists. https://docs.aws.amazon.com/sagemaker/latest/dg/remote-access-remote-setup.html
 */
export const ownerTag = 'sagemaker:ResourceTag/sagemaker:user-profile-arn';

/** The same tag in a request. */
const newOwnerTag = 'aws:RequestTag/sagemaker:user-profile-arn';

const inSageMaker = (actions: readonly string[]) => actions.map((action) => `sagemaker:${action}`);

const deny = (
  Sid: string,
  Action: string | readonly string[],
  where: { Resource: string | string[] } | { NotResource: string | string[] },
  Condition?: Conditions,
): Statement => ({ Sid, Effect: 'Deny', Action, ...where, ...(Condition && { Condition }) });

const everywhere = { Resource: '*' };

/** The user, and the resources that the user's limits name. */
interface OwnResources {
  /** Name of the user's profile, or a variable of it. */
  readonly user: string;
  readonly domainId: string;
  readonly roleArn: string;
  /** The domain's home file system. */
  readonly homeFileSystemId: string;
  /** The subnets that jobs may run in. */
  readonly subnetIds: readonly string[];
  /** The groups that jobs of this user may run with: that of all apps, and the user's own. */
  readonly securityGroupIds: readonly string[];
}

/**
 * What the role of one user may never do, whatever policy is attached to it: use the rights and the work of others, or
 * run jobs elsewhere than in the deployment's subnets and with other security groups than its own. A
 * request that does not tell the owner is denied, because negated operators match when a key is missing.
 */
export function limitsOfUser(
  stack: EnvironmentStack,
  { user, domainId, roleArn, homeFileSystemId, subnetIds, securityGroupIds }: OwnResources,
): Statement[] {
  const profile = stack.arn('sagemaker', `user-profile/${domainId}/${user}`);
  const isOfAnother = { ArnNotEquals: { 'sagemaker:OwnerUserProfileArn': profile } };
  const isInSpace = (is: boolean) => ({ Null: { 'sagemaker:OwnerUserProfileArn': String(!is) } });
  const spaces = ['sagemaker:CreateSpace', 'sagemaker:DeleteSpace', 'sagemaker:UpdateSpace'];
  const apps = ['sagemaker:CreateApp', 'sagemaker:DeleteApp'];
  const ownApps = stack.arn('sagemaker', `app/${domainId}/${user}/*`);
  return [
    deny('UrlsOfOthers', 'sagemaker:CreatePresignedDomainUrl', { NotResource: profile }),
    deny('SpacesOfOthers', spaces, everywhere, isOfAnother),
    deny('AppsInSpacesOfOthers', apps, everywhere, { ...isOfAnother, ...isInSpace(true) }),
    deny('AppsOfOthers', apps, { NotResource: ownApps }, isInSpace(false)),
    deny('SessionsOfOthers', 'sagemaker:StartSession', everywhere, {
      ArnNotEquals: { [ownerTag]: profile },
    }),
    deny('RolesOfOthers', 'iam:PassRole', { NotResource: roleArn }),
    // SageMaker mounts the file system without the role; a person who mounts it could read everybody's files
    deny('HomeFileSystem', 'elasticfilesystem:*', {
      Resource: [`file-system/${homeFileSystemId}`, 'access-point/*'].map((resource) =>
        stack.arn('elasticfilesystem', resource),
      ),
    }),
    deny('HomesInJobs', 'sagemaker:Create*Job', everywhere, {
      'ForAnyValue:StringEquals': { 'sagemaker:FileSystemId': homeFileSystemId },
    }),
    deny('TagsAsAnother', ['sagemaker:AddTags', 'sagemaker:CreateSpace'], everywhere, {
      Null: { [newOwnerTag]: 'false' },
      ArnNotEquals: { [newOwnerTag]: profile },
    }),
    // a network interface in a colleague's group could connect to the colleague's apps
    deny('GroupsOfOthers', 'ec2:CreateNetworkInterface', {
      NotResource: [
        'network-interface/*',
        'subnet/*',
        ...securityGroupIds.map((id) => `security-group/${id}`),
      ].map((resource) => `arn:${stack.partition.id}:ec2:*:*:${resource}`),
    }),
    ...onlyIn('VpcSubnets', subnetIds),
    ...onlyIn('VpcSecurityGroupIds', securityGroupIds),
  ];
}

/** Denies jobs that name no network, and jobs that name another network than the deployment's. */
function onlyIn(key: 'VpcSubnets' | 'VpcSecurityGroupIds', ids: readonly string[]): Statement[] {
  return [
    deny(`No${key}`, inSageMaker(jobs), everywhere, { Null: { [`sagemaker:${key}`]: 'true' } }),
    deny(`Other${key}`, inSageMaker([...jobs, 'CreateEndpointConfig']), everywhere, {
      'ForAnyValue:StringNotEquals': { [`sagemaker:${key}`]: ids },
    }),
  ];
}

interface BoundaryProps {
  /** Types of instances that apps may run on. */
  readonly instanceTypes: readonly string[];
  /** Whether spaces may be opened from an editor on the desk. */
  readonly hasRemoteAccess: boolean;
}

/**
 * What no execution role may ever do, as the permissions boundary of all of them: change rights or the deployment that
 * it is part of, or do anything in SageMaker that is neither bound nor accepted above. The boundary itself allows nothing that no policy allows.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 *
 * @returns the ARN of the boundary
 */
export function addExecutionBoundary(
  stack: EnvironmentStack,
  { instanceTypes, hasRemoteAccess }: BoundaryProps,
): string {
  const own = stack.physicalName('');
  const policy = policyJson([
    { Sid: 'WhatPoliciesAllow', Effect: 'Allow', Action: '*', Resource: '*' },
    {
      Sid: 'OnlyThese',
      Effect: 'Deny',
      NotAction: [...inSageMaker([...reading, ...bound, ...accepted]), ...inEc2(acceptedInEc2)],
      // `NotAction` covers the actions of every service; the resources limit it to these two
      Resource: ['ec2', 'sagemaker'].map((service) => `arn:${stack.partition.id}:${service}:*`),
    },
    deny(
      'WithoutResource',
      [...inSageMaker(withoutResource), ...inEc2(ec2WithoutResource.map((beginning) => `${beginning}*`))],
      everywhere,
    ),
    ...(hasRemoteAccess ? [] : remoteAccessDenied()),
    deny(
      'InstanceTypes',
      ['sagemaker:CreateApp', 'sagemaker:CreateSpace', 'sagemaker:UpdateSpace'],
      everywhere,
      {
        'ForAnyValue:StringNotEquals': { 'sagemaker:InstanceTypes': ['system', ...instanceTypes] },
      },
    ),
    deny('Logs', 'logs:*', {
      // a stream has the name of a space, which people choose: a pattern cannot tell whose it is
      Resource: [
        'aws/sagemaker/studio',
        `aws/lambda/${own}`,
        `aws/apigateway/${own}`,
        `aws/vendedlogs/route53resolver/${own}`,
        `vpc/${own}`,
      ].map((name) => stack.arn('logs', `log-group:/${name}*`)),
    }),
    deny('Alarms', 'cloudwatch:*', { Resource: stack.arn('cloudwatch', `alarm:${own}*`) }),
    ...stateDenied(stack),
    deny('Identities', [...iamChanges, 'sts:Assume*'], everywhere),
    deny('TagsOfDomain', ['sagemaker:AddTags', 'sagemaker:DeleteTags'], {
      Resource: ['domain', 'user-profile'].map((kind) => stack.arn('sagemaker', `${kind}/*`)),
    }),
    deny(
      'TagsOfSpaces',
      ['sagemaker:AddTags', 'sagemaker:DeleteTags'],
      { Resource: stack.arn('sagemaker', 'space/*') },
      { Null: { 'sagemaker:TaggingAction': 'true' } },
    ),
    deny(
      'Deployment',
      [
        'apigateway:*',
        'cognito-idp:*',
        'ram:*',
        'route53:*',
        'route53profiles:*',
        'route53resolver:*',
        'vpc-lattice:*',
        'wafv2:*',
        // these change all log groups of the account at once
        ...['*AccountPolicy', '*LogDelivery', '*ResourcePolicy', 'PutDelivery*'].map(
          (what) => `logs:${what}`,
        ),
        ...[
          'Delete*',
          'Disable*',
          'PutKeyPolicy',
          'Replicate*',
          'Retire*',
          'Revoke*',
          'Schedule*',
          'Update*',
        ].map((what) => `kms:${what}`),
      ],
      everywhere,
    ),
    deny('Functions', 'lambda:*', { Resource: stack.arn('lambda', `function:${own}*`) }),
    // these act with a role that the service stores, or open a session in a container without going through the VPC
    deny(
      'RightsOfServices',
      [
        ...['Execute*', 'Provision*', 'Update*'].map((action) => `servicecatalog:${action}`),
        ...['*Association*', '*Session', 'SendCommand', 'StartAutomation*'].map((action) => `ssm:${action}`),
        'apprunner:*',
        'cloudformation:Execute*',
        'cloudformation:Update*',
        'codebuild:Start*',
        'ecs:Execute*',
        'lambda:Update*',
        'states:Update*',
      ],
      everywhere,
    ),
    deny('SessionsInJobs', 'sagemaker:CreateTrainingJob', everywhere, {
      Bool: { 'sagemaker:EnableRemoteDebug': 'true' },
    }),
    deny('ComponentsWithoutModel', 'sagemaker:CreateInferenceComponent', everywhere, {
      Null: { 'sagemaker:ModelArn': 'true' },
    }),
  ]);
  requireLength(stack.accountId, 'the permissions boundary of execution roles', policy, 6_144);
  return new IamPolicy(stack, 'execution-boundary', {
    name: stack.physicalName('execution-boundary'),
    description: 'What no Studio execution role may do, whatever is attached to it',
    policy,
  }).arn;
}

/** Somebody who writes the state decides what the next deployment changes. */
function stateDenied({ environment, partition }: EnvironmentStack): Statement[] {
  const { state } = environment;
  if (state.type !== 's3') return [];
  const bucket = `arn:${partition.id}:s3:::${state.bucket}`;
  return [deny('State', 's3:*', { Resource: [bucket, `${bucket}/*`] })];
}

/** https://docs.aws.amazon.com/sagemaker/latest/dg/remote-access.html */
function remoteAccessDenied(): Statement[] {
  return [
    deny('Sessions', 'sagemaker:StartSession', everywhere),
    deny('RemoteAccess', ['sagemaker:CreateSpace', 'sagemaker:UpdateSpace'], everywhere, {
      Null: { 'sagemaker:RemoteAccess': 'false' },
      StringNotEquals: { 'sagemaker:RemoteAccess': 'DISABLED' },
    }),
  ];
}
