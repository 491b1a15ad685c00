import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import type { EnvironmentStack } from '../../constructs/environment-stack';
import { policyJson, requireLength, type Conditions, type Statement } from '../../constructs/policy';

/** Where jobs of execution roles may run. */
export interface JobNetwork {
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
}

/**
 * Jobs, and what starts some later: IAM is told their network, or they are denied. Patterns, so that a kind of job that
 * AWS adds is denied as well if it tells no network. Endpoints are not among them: they run models, in the models' network.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemakerai.html
 */
const jobs = [
  'Create*Job',
  'Create*JobDefinition',
  'Create*JobV2',
  'CreateCluster',
  'CreateModel',
  'CreateMonitoringSchedule',
  'UpdateCluster',
  'UpdateMonitoringSchedule',
];

/** Compute that is not called a job. IAM is not told its network, or people outside see the data. */
const otherCompute = [
  'CreateAlgorithm',
  'CreateFlowDefinition',
  'CreateInferenceExperiment',
  'CreateModelPackage',
  'CreateNotebookInstance*',
  'CreatePresignedNotebookInstanceUrl',
  'CreateProject',
  'StartHumanLoop',
  'StartNotebookInstance',
  'UpdateNotebookInstance*',
];

/** Changes of the domain, and of what everybody's apps start with. */
const domainChanges = [
  'CreateAppImageConfig',
  'CreateDomain',
  'CreateStudioLifecycleConfig',
  'CreateUserProfile',
  'DeleteAppImageConfig',
  'DeleteDomain',
  'DeleteStudioLifecycleConfig',
  'DeleteUserProfile',
  'UpdateAppImageConfig',
  'UpdateDomain',
  'UpdateUserProfile',
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

/** All changes in EC2, except of the network interfaces that jobs in the VPC are given with the role. */
const networkChanges = [
  // beginnings of verbs; Describe, Get and List only read; Se takes Search along
  ...[
    'A',
    'B',
    'Ca',
    'Co',
    'Dep',
    'Der',
    'Det',
    'Di',
    'E',
    'I',
    'Lo',
    'M',
    'P',
    'R',
    'Se',
    'St',
    'T',
    'U',
    'W',
  ],
  // beginnings of what is created and deleted: N has network interfaces among it
  ...[
    'A',
    'C',
    'D',
    'E',
    'F',
    'I',
    'K',
    'L',
    'M',
    'Nat',
    'NetworkA',
    'NetworkIns',
    'O',
    'P',
    'Q',
    'R',
    'S',
    'T',
    'U',
    'V',
  ].flatMap((what) => [`Create${what}`, `Delete${what}`]),
].map((beginning) => `ec2:${beginning}*`);

const inSageMaker = (actions: readonly string[]) => actions.map((action) => `sagemaker:${action}`);

const deny = (
  Sid: string,
  Action: string | readonly string[],
  where: { Resource: string | string[] } | { NotResource: string },
  Condition?: Conditions,
): Statement => ({ Sid, Effect: 'Deny', Action, ...where, ...(Condition && { Condition }) });

const everywhere = { Resource: '*' };

/**
 * What the role of one user may never do, whatever policy is attached to it: use the rights and the work of others. A
 * request that does not tell the owner is denied, because negated operators match when a key is missing.
 */
export function limitsOfUser(
  stack: EnvironmentStack,
  { user, domainId, roleArn }: { readonly user: string; readonly domainId: string; readonly roleArn: string },
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
    deny('RolesOfOthers', 'iam:PassRole', { NotResource: roleArn }),
  ];
}

/**
 * What no execution role may ever do, as the permissions boundary of all of them: change rights or the deployment that
 * it is part of, or run jobs elsewhere than in the deployment's subnets and security groups. The boundary itself allows
 * nothing that no policy allows.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 *
 * @returns the ARN of the boundary
 */
export function addExecutionBoundary(stack: EnvironmentStack, network: JobNetwork): string {
  const own = stack.physicalName('');
  const policy = policyJson([
    { Sid: 'WhatPoliciesAllow', Effect: 'Allow', Action: '*', Resource: '*' },
    deny('Sessions', 'sagemaker:StartSession', everywhere),
    deny('RemoteAccess', ['sagemaker:CreateSpace', 'sagemaker:UpdateSpace'], everywhere, {
      Null: { 'sagemaker:RemoteAccess': 'false' },
      StringNotEquals: { 'sagemaker:RemoteAccess': 'DISABLED' },
    }),
    deny('Logs', 'logs:*', {
      // streams are named by spaces, and spaces freely: no name tells whose they are
      Resource: ['aws/sagemaker/studio', `aws/lambda/${own}`, `aws/apigateway/${own}`, `vpc/${own}`].map(
        (name) => stack.arn('logs', `log-group:/${name}*`),
      ),
    }),
    deny('Identities', [...iamChanges, 'sts:Assume*'], everywhere),
    deny('Domain', inSageMaker(domainChanges), everywhere),
    deny('TagsOfDomain', ['sagemaker:AddTags', 'sagemaker:DeleteTags'], {
      Resource: [stack.arn('sagemaker', 'domain/*'), stack.arn('sagemaker', 'user-profile/*')],
    }),
    deny(
      'Deployment',
      [
        ...['apigateway:*', 'cognito-idp:*', 'route53:*', 'route53resolver:*', 'wafv2:*'],
        ...['kms:Disable*', 'kms:PutKeyPolicy', 'kms:ScheduleKeyDeletion'],
        ...networkChanges,
      ],
      everywhere,
    ),
    deny('Functions', 'lambda:*', { Resource: stack.arn('lambda', `function:${own}*`) }),
    deny('OtherCompute', inSageMaker(otherCompute), everywhere),
    deny('ComponentsWithoutModel', 'sagemaker:CreateInferenceComponent', everywhere, {
      Null: { 'sagemaker:ModelArn': 'true' },
    }),
    ...Object.entries({
      VpcSubnets: network.subnetIds,
      VpcSecurityGroupIds: network.securityGroupIds,
    }).flatMap(([key, ids]) => [
      deny(`No${key}`, inSageMaker(jobs), everywhere, { Null: { [`sagemaker:${key}`]: 'true' } }),
      deny(`Other${key}`, inSageMaker([...jobs, 'CreateEndpointConfig']), everywhere, {
        'ForAnyValue:StringNotEquals': { [`sagemaker:${key}`]: ids },
      }),
    ]),
  ]);
  requireLength('the permissions boundary of execution roles', policy, 6_144);
  return new IamPolicy(stack, 'execution-boundary', {
    name: stack.physicalName('execution-boundary'),
    description: 'What no Studio execution role may do, whatever is attached to it',
    policy,
  }).arn;
}
