import { variants } from '../../test-support/environments';
import { statementsOf, type FoundStatement } from '../../test-support/policies';
import { synthesize } from '../../test-support/synthesize';

const inAccount = (service: string, resource: string) => `arn:aws:${service}:us-east-1:<account>:${resource}`;
const ownPrincipals = { StringEquals: { 'aws:PrincipalAccount': '<account>' } };
const anyone = { Principal: '*' };
const trace = {
  Sid: 'Trace',
  Effect: 'Allow',
  Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
  Resource: '*',
};
const writeLogs = (logGroup: string) => ({
  Sid: 'WriteLogs',
  Effect: 'Allow',
  Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
  Resource: `<aws_cloudwatch_log_group.${logGroup}.arn>:*`,
});
const lambdaTrust = {
  Sid: 'Service',
  Effect: 'Allow',
  Principal: { Service: 'lambda.amazonaws.com' },
  Action: 'sts:AssumeRole',
};
const sageMakerTrust = {
  Sid: 'SageMaker',
  Effect: 'Allow',
  Principal: { Service: 'sagemaker.amazonaws.com' },
  Action: ['sts:AssumeRole', 'sts:SetSourceIdentity'],
  Condition: { StringEquals: { 'aws:SourceAccount': '<account>' } },
};
const interfaceActions = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
];

/** The statements for creating presigned URLs, which two roles must have in the same form. */
function presigning(profiles: string, egress: readonly string[] = []) {
  const action = { Action: 'sagemaker:CreatePresignedDomainUrl' };
  const addresses = ['10.20.0.0/16', '192.168.10.0/24'];
  const endpoints = ['<network: aws_vpc_endpointsagemaker-apiid>', '<network: aws_vpc_endpointstudioid>'];
  const vpc = '<network: aws_vpcvpcid>';
  const notEgress = egress.length > 0 ? { 'aws:SourceIp': egress } : {};
  const allow = (Sid: string, Condition: object) => ({
    Sid,
    Effect: 'Allow',
    ...action,
    Resource: profiles,
    Condition,
  });
  const deny = (Sid: string, Condition: object) => ({
    Sid,
    Effect: 'Deny',
    ...action,
    Resource: '*',
    Condition,
  });
  return [
    allow('FromPrivateAddresses', {
      StringEquals: { 'aws:SourceVpc': vpc },
      IpAddress: { 'aws:VpcSourceIp': addresses },
    }),
    allow('OverEndpoints', { StringEquals: { 'aws:SourceVpce': endpoints } }),
    ...(egress.length > 0 ? [allow('FromCorporateEgress', { IpAddress: { 'aws:SourceIp': egress } })] : []),
    deny('NotFromOtherVpcs', {
      StringNotEquals: { 'aws:SourceVpce': endpoints, 'aws:SourceVpc': vpc },
      ...(egress.length > 0 && { NotIpAddress: notEgress }),
    }),
    deny('NotFromOtherAddresses', {
      StringNotEquals: { 'aws:SourceVpce': endpoints },
      NotIpAddress: { ...notEgress, 'aws:VpcSourceIp': addresses },
    }),
  ];
}

function executionPolicy(user: string) {
  const domain = '<aws_sagemaker_domain.domain.id>';
  const profile = inAccount('sagemaker', `user-profile/${domain}/${user}`);
  const spaces = inAccount('sagemaker', `space/${domain}/*`);
  const apps = inAccount('sagemaker', `app/${domain}/*`);
  const owned = { ArnEquals: { 'sagemaker:OwnerUserProfileArn': profile } };
  const appActions = ['sagemaker:CreateApp', 'sagemaker:DeleteApp'];
  return [
    {
      Sid: 'SeeDomain',
      Effect: 'Allow',
      Action: ['sagemaker:DescribeDomain', 'sagemaker:DescribeUserProfile'],
      Resource: [inAccount('sagemaker', `domain/${domain}`), profile],
    },
    {
      Sid: 'List',
      Effect: 'Allow',
      Action: [
        'sagemaker:ListApps',
        'sagemaker:ListDomains',
        'sagemaker:ListSpaces',
        'sagemaker:ListUserProfiles',
      ],
      Resource: '*',
    },
    {
      Sid: 'SeeSpacesAndApps',
      Effect: 'Allow',
      Action: ['sagemaker:DescribeApp', 'sagemaker:DescribeSpace', 'sagemaker:ListTags'],
      Resource: [spaces, apps],
    },
    {
      Sid: 'OwnSpaces',
      Effect: 'Allow',
      Action: ['sagemaker:CreateSpace', 'sagemaker:UpdateSpace', 'sagemaker:DeleteSpace'],
      Resource: spaces,
      Condition: owned,
    },
    {
      Sid: 'TagOnCreation',
      Effect: 'Allow',
      Action: 'sagemaker:AddTags',
      Resource: [spaces, apps],
      Condition: { Null: { 'sagemaker:TaggingAction': 'false' } },
    },
    { Sid: 'AppsInOwnSpaces', Effect: 'Allow', Action: appActions, Resource: apps, Condition: owned },
    {
      Sid: 'OwnApps',
      Effect: 'Allow',
      Action: appActions,
      Resource: inAccount('sagemaker', `app/${domain}/${user}/*`),
      Condition: { Null: { 'sagemaker:OwnerUserProfileArn': 'true' } },
    },
    ...presigning(profile),
  ];
}

/** The function may look at every space of its domain, over its endpoint, and change none. */
const seeingSpaces = [
  {
    Sid: 'SeeSpaces',
    Effect: 'Allow',
    Action: ['sagemaker:DescribeApp', 'sagemaker:DescribeSpace'],
    Resource: [
      inAccount('sagemaker', 'app/<studio: aws_sagemaker_domaindomainid>/*'),
      inAccount('sagemaker', 'space/<studio: aws_sagemaker_domaindomainid>/*'),
    ],
    Condition: { StringEquals: { 'aws:SourceVpce': '<network: aws_vpc_endpointsagemaker-apiid>' } },
  },
  {
    Sid: 'ListSpaces',
    Effect: 'Allow',
    Action: 'sagemaker:ListSpaces',
    Resource: '*',
    Condition: { StringEquals: { 'aws:SourceVpce': '<network: aws_vpc_endpointsagemaker-apiid>' } },
  },
];

const profilesOfDomain = inAccount('sagemaker', 'user-profile/<studio: aws_sagemaker_domaindomainid>/*');

/** Every policy of the example, whole, so that each change of a policy also shows here. */
const expected: Record<string, object[]> = {
  'network/aws_iam_role.flow-logs-role trust': [
    {
      Sid: 'Service',
      Effect: 'Allow',
      Principal: { Service: 'vpc-flow-logs.amazonaws.com' },
      Action: 'sts:AssumeRole',
      Condition: {
        StringEquals: { 'aws:SourceAccount': '<account>' },
        ArnLike: { 'aws:SourceArn': inAccount('ec2', 'vpc-flow-log/*') },
      },
    },
  ],
  'network/aws_iam_role_policy.flow-logs-policy': [
    {
      Sid: 'WriteFlowLogs',
      Effect: 'Allow',
      Action: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
      Resource: '<aws_cloudwatch_log_group.flow-logs.arn>:*',
    },
    {
      Sid: 'FindLogGroup',
      Effect: 'Allow',
      Action: 'logs:DescribeLogGroups',
      Resource: inAccount('logs', 'log-group:*'),
    },
  ],
  'network/aws_vpc_endpoint.execute-api': [
    {
      Sid: 'CallThisStage',
      Effect: 'Allow',
      ...anyone,
      Action: 'execute-api:Invoke',
      Resource: inAccount('execute-api', '*/prod/GET/*'),
    },
  ],
  'network/aws_vpc_endpoint.logs': [
    {
      Sid: 'WriteSageMakerLogs',
      Effect: 'Allow',
      ...anyone,
      Action: [
        'logs:CreateLogGroup',
        'logs:CreateLogStream',
        'logs:DescribeLogStreams',
        'logs:GetLogEvents',
        'logs:PutLogEvents',
      ],
      Resource: inAccount('logs', 'log-group:/aws/sagemaker/*'),
      Condition: ownPrincipals,
    },
    {
      Sid: 'FindLogGroups',
      Effect: 'Allow',
      ...anyone,
      Action: 'logs:DescribeLogGroups',
      Resource: inAccount('logs', 'log-group:*'),
      Condition: ownPrincipals,
    },
  ],
  'network/aws_vpc_endpoint.s3': [
    {
      Sid: 'OwnBuckets',
      Effect: 'Allow',
      ...anyone,
      Action: 's3:*',
      Resource: 'arn:aws:s3:::*',
      Condition: {
        StringEquals: { 'aws:PrincipalAccount': '<account>', 'aws:ResourceAccount': '<account>' },
      },
    },
    {
      Sid: 'ReadJumpStartModels',
      Effect: 'Allow',
      ...anyone,
      Action: ['s3:GetObject', 's3:ListBucket'],
      Resource: [
        'arn:aws:s3:::jumpstart-cache-prod-us-east-1',
        'arn:aws:s3:::jumpstart-cache-prod-us-east-1/*',
      ],
      Condition: ownPrincipals,
    },
  ],
  'network/aws_vpc_endpoint.sagemaker-api': [
    {
      Sid: 'OwnPrincipals',
      Effect: 'Allow',
      ...anyone,
      Action: 'sagemaker:*',
      Resource: '*',
      Condition: ownPrincipals,
    },
  ],
  'network/aws_vpc_endpoint.sagemaker-runtime': [
    {
      Sid: 'InvokeOwnEndpoints',
      Effect: 'Allow',
      ...anyone,
      Action: [
        'sagemaker:InvokeEndpoint',
        'sagemaker:InvokeEndpointAsync',
        'sagemaker:InvokeEndpointWithResponseStream',
      ],
      Resource: inAccount('sagemaker', 'endpoint/*'),
      Condition: ownPrincipals,
    },
  ],
  'network/aws_vpc_endpoint.servicecatalog': [
    {
      Sid: 'ReadCatalog',
      Effect: 'Allow',
      ...anyone,
      Action: [
        'servicecatalog:Describe*',
        'servicecatalog:List*',
        'servicecatalog:Search*',
        'servicecatalog:ScanProvisionedProducts',
      ],
      Resource: '*',
      Condition: ownPrincipals,
    },
    {
      Sid: 'UseProjects',
      Effect: 'Allow',
      ...anyone,
      Action: [
        'servicecatalog:ProvisionProduct',
        'servicecatalog:TerminateProvisionedProduct',
        'servicecatalog:UpdateProvisionedProduct',
      ],
      Resource: '*',
      Condition: ownPrincipals,
    },
  ],
  'network/aws_vpc_endpoint.sts': [
    {
      Sid: 'AssumeOwnRoles',
      Effect: 'Allow',
      ...anyone,
      Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'],
      Resource: 'arn:aws:iam::<account>:role/*',
      Condition: ownPrincipals,
    },
    {
      Sid: 'WhoAmI',
      Effect: 'Allow',
      ...anyone,
      Action: 'sts:GetCallerIdentity',
      Resource: '*',
      Condition: ownPrincipals,
    },
  ],
  'network/aws_vpc_endpoint.studio': [
    {
      Sid: 'UseUrls',
      Effect: 'Allow',
      ...anyone,
      Action: 'sagemaker:CreatePresignedDomainUrl',
      Resource: inAccount('sagemaker', 'user-profile/*/*'),
    },
    {
      Sid: 'StartApps',
      Effect: 'Allow',
      ...anyone,
      Action: 'sagemaker:CreateApp',
      Resource: inAccount('sagemaker', 'app/*/*'),
    },
  ],
  'studio/aws_iam_role.default-execution-role trust': [sageMakerTrust],
  'studio/aws_iam_role.execution-role trust': [sageMakerTrust],
  'studio/aws_iam_role_policy.execution-policy': executionPolicy('<each.key>'),
  'studio/aws_iam_policy.execution-boundary': [
    { Sid: 'WhatPoliciesAllow', Effect: 'Allow', Action: '*', Resource: '*' },
    {
      Sid: 'OnlyThese',
      Effect: 'Deny',
      NotAction: [
        'sagemaker:BatchDescribe*',
        'sagemaker:BatchGet*',
        'sagemaker:Describe*',
        'sagemaker:Get*',
        'sagemaker:InvokeEndpoint*',
        'sagemaker:List*',
        'sagemaker:QueryLineage',
        'sagemaker:RenderUiTemplate',
        'sagemaker:Search*',
        'sagemaker:Create*Job*',
        'sagemaker:CreateModel',
        'sagemaker:CreateMonitoringSchedule',
        'sagemaker:AddTags',
        'sagemaker:CreateApp',
        'sagemaker:CreateEndpointConfig',
        'sagemaker:CreateInferenceComponent',
        'sagemaker:CreatePresignedDomainUrl',
        'sagemaker:CreateSpace',
        'sagemaker:DeleteApp',
        'sagemaker:DeleteSpace',
        'sagemaker:DeleteTags',
        'sagemaker:StartSession',
        'sagemaker:UpdateSpace',
        'sagemaker:Delete*JobDefinition',
        'sagemaker:DeleteHyperParameterTuningJob',
        'sagemaker:DeleteMonitoringSchedule',
        'sagemaker:DeleteProcessingJob',
        'sagemaker:DeleteTrainingJob',
        'sagemaker:StopAutoMLJob',
        'sagemaker:StopHyperParameterTuningJob',
        'sagemaker:StopProcessingJob',
        'sagemaker:StopTrainingJob',
        'sagemaker:CreateEndpoint',
        'sagemaker:DeleteEndpoint*',
        'sagemaker:DeleteInferenceComponent',
        'sagemaker:DeleteModel',
        'sagemaker:UpdateEndpoint*',
        'sagemaker:UpdateInferenceComponentRuntimeConfig',
        'sagemaker:*ModelCard',
        'sagemaker:*ModelPackageGroup',
        'sagemaker:DeleteModelPackage',
        'sagemaker:UpdateModelPackage',
        'sagemaker:*FeatureGroup',
        'sagemaker:*Record',
        'sagemaker:UpdateFeatureMetadata',
        'sagemaker:*Action',
        'sagemaker:*Artifact',
        'sagemaker:*Association',
        'sagemaker:*Context',
        'sagemaker:*Trial*',
        'sagemaker:BatchPutMetrics',
        'sagemaker:CreateExperiment',
        'sagemaker:DeleteExperiment',
        'sagemaker:UpdateExperiment',
        'ec2:CreateNetworkInterface*',
        'ec2:DeleteNetworkInterface*',
        'ec2:Describe*',
        'ec2:Get*',
        'ec2:List*',
        'ec2:Search*',
      ],
      Resource: ['arn:aws:ec2:*', 'arn:aws:sagemaker:*'],
    },
    {
      Sid: 'WithoutResource',
      Effect: 'Deny',
      Action: [
        'sagemaker:CallWithBearerToken',
        'sagemaker:CreateLineageGroupPolicy',
        'sagemaker:Delete*Policy',
        'sagemaker:*Portfolio',
        'sagemaker:ExtendTrainingPlan',
        'sagemaker:Put*Policy',
        'ec2:A*',
        'ec2:B*',
        'ec2:Ca*',
        'ec2:Con*',
        'ec2:CreateDefault*',
        'ec2:CreateReserved*',
        'ec2:CreateSpot*',
        'ec2:DeleteSpot*',
        'ec2:DeleteSubnetC*',
        'ec2:Dep*',
        'ec2:Der*',
        'ec2:Di*',
        'ec2:En*',
        'ec2:Ex*',
        'ec2:I*',
        'ec2:Mo*',
        'ec2:Pr*',
        'ec2:Pu*',
        'ec2:Reg*',
        'ec2:Rep*',
        'ec2:Res*',
        'ec2:Run*',
        'ec2:St*',
        'ec2:U*',
        'ec2:W*',
      ],
      Resource: '*',
    },
    { Sid: 'Sessions', Effect: 'Deny', Action: 'sagemaker:StartSession', Resource: '*' },
    {
      Sid: 'RemoteAccess',
      Effect: 'Deny',
      Action: ['sagemaker:CreateSpace', 'sagemaker:UpdateSpace'],
      Resource: '*',
      Condition: {
        Null: { 'sagemaker:RemoteAccess': 'false' },
        StringNotEquals: { 'sagemaker:RemoteAccess': 'DISABLED' },
      },
    },
    {
      Sid: 'InstanceTypes',
      Effect: 'Deny',
      Action: ['sagemaker:CreateApp', 'sagemaker:CreateSpace', 'sagemaker:UpdateSpace'],
      Resource: '*',
      Condition: {
        'ForAnyValue:StringNotEquals': {
          'sagemaker:InstanceTypes': [
            'system',
            'ml.t3.medium',
            'ml.t3.large',
            'ml.t3.xlarge',
            'ml.m5.large',
            'ml.m5.xlarge',
          ],
        },
      },
    },
    {
      Sid: 'Logs',
      Effect: 'Deny',
      Action: 'logs:*',
      Resource: [
        'arn:aws:logs:us-east-1:<account>:log-group:/aws/sagemaker/studio*',
        'arn:aws:logs:us-east-1:<account>:log-group:/aws/lambda/studio-access-example-*',
        'arn:aws:logs:us-east-1:<account>:log-group:/aws/apigateway/studio-access-example-*',
        'arn:aws:logs:us-east-1:<account>:log-group:/aws/vendedlogs/route53resolver/studio-access-example-*',
        'arn:aws:logs:us-east-1:<account>:log-group:/vpc/studio-access-example-*',
      ],
    },
    {
      Sid: 'Alarms',
      Effect: 'Deny',
      Action: 'cloudwatch:*',
      Resource: 'arn:aws:cloudwatch:us-east-1:<account>:alarm:studio-access-example-*',
    },
    {
      Sid: 'Identities',
      Effect: 'Deny',
      Action: [
        'iam:Accept*',
        'iam:Add*',
        'iam:Associate*',
        'iam:Attach*',
        'iam:Change*',
        'iam:Create*',
        'iam:Deactivate*',
        'iam:Delete*',
        'iam:Detach*',
        'iam:Disable*',
        'iam:Enable*',
        'iam:Put*',
        'iam:Reject*',
        'iam:Remove*',
        'iam:Reset*',
        'iam:Resync*',
        'iam:Send*',
        'iam:Set*',
        'iam:Tag*',
        'iam:Untag*',
        'iam:Update*',
        'iam:Upload*',
        'sts:Assume*',
      ],
      Resource: '*',
    },
    {
      Sid: 'TagsOfDomain',
      Effect: 'Deny',
      Action: ['sagemaker:AddTags', 'sagemaker:DeleteTags'],
      Resource: [
        'arn:aws:sagemaker:us-east-1:<account>:domain/*',
        'arn:aws:sagemaker:us-east-1:<account>:user-profile/*',
      ],
    },
    {
      Sid: 'TagsOfSpaces',
      Effect: 'Deny',
      Action: ['sagemaker:AddTags', 'sagemaker:DeleteTags'],
      Resource: 'arn:aws:sagemaker:us-east-1:<account>:space/*',
      Condition: { Null: { 'sagemaker:TaggingAction': 'true' } },
    },
    {
      Sid: 'Deployment',
      Effect: 'Deny',
      Action: [
        'apigateway:*',
        'cognito-idp:*',
        'ram:*',
        'route53:*',
        'route53profiles:*',
        'route53resolver:*',
        'vpc-lattice:*',
        'wafv2:*',
        'logs:*AccountPolicy',
        'logs:*LogDelivery',
        'logs:*ResourcePolicy',
        'logs:PutDelivery*',
        'kms:Delete*',
        'kms:Disable*',
        'kms:PutKeyPolicy',
        'kms:Replicate*',
        'kms:Retire*',
        'kms:Revoke*',
        'kms:Schedule*',
        'kms:Update*',
      ],
      Resource: '*',
    },
    {
      Sid: 'Functions',
      Effect: 'Deny',
      Action: 'lambda:*',
      Resource: 'arn:aws:lambda:us-east-1:<account>:function:studio-access-example-*',
    },
    {
      Sid: 'RightsOfServices',
      Effect: 'Deny',
      Action: [
        'servicecatalog:Execute*',
        'servicecatalog:Provision*',
        'servicecatalog:Update*',
        'ssm:*Association*',
        'ssm:*Session',
        'ssm:SendCommand',
        'ssm:StartAutomation*',
        'apprunner:*',
        'cloudformation:Execute*',
        'cloudformation:Update*',
        'codebuild:Start*',
        'ecs:Execute*',
        'lambda:Update*',
        'states:Update*',
      ],
      Resource: '*',
    },
    {
      Sid: 'SessionsInJobs',
      Effect: 'Deny',
      Action: 'sagemaker:CreateTrainingJob',
      Resource: '*',
      Condition: { Bool: { 'sagemaker:EnableRemoteDebug': 'true' } },
    },
    {
      Sid: 'ComponentsWithoutModel',
      Effect: 'Deny',
      Action: 'sagemaker:CreateInferenceComponent',
      Resource: '*',
      Condition: { Null: { 'sagemaker:ModelArn': 'true' } },
    },
  ],
  'studio/aws_iam_role_policy.execution-limits': [
    {
      Sid: 'UrlsOfOthers',
      Effect: 'Deny',
      Action: 'sagemaker:CreatePresignedDomainUrl',
      NotResource:
        'arn:aws:sagemaker:us-east-1:<account>:user-profile/<aws_sagemaker_domain.domain.id>/<each.key>',
    },
    {
      Sid: 'SpacesOfOthers',
      Effect: 'Deny',
      Action: ['sagemaker:CreateSpace', 'sagemaker:DeleteSpace', 'sagemaker:UpdateSpace'],
      Resource: '*',
      Condition: {
        ArnNotEquals: {
          'sagemaker:OwnerUserProfileArn':
            'arn:aws:sagemaker:us-east-1:<account>:user-profile/<aws_sagemaker_domain.domain.id>/<each.key>',
        },
      },
    },
    {
      Sid: 'AppsInSpacesOfOthers',
      Effect: 'Deny',
      Action: ['sagemaker:CreateApp', 'sagemaker:DeleteApp'],
      Resource: '*',
      Condition: {
        ArnNotEquals: {
          'sagemaker:OwnerUserProfileArn':
            'arn:aws:sagemaker:us-east-1:<account>:user-profile/<aws_sagemaker_domain.domain.id>/<each.key>',
        },
        Null: { 'sagemaker:OwnerUserProfileArn': 'false' },
      },
    },
    {
      Sid: 'AppsOfOthers',
      Effect: 'Deny',
      Action: ['sagemaker:CreateApp', 'sagemaker:DeleteApp'],
      NotResource: 'arn:aws:sagemaker:us-east-1:<account>:app/<aws_sagemaker_domain.domain.id>/<each.key>/*',
      Condition: { Null: { 'sagemaker:OwnerUserProfileArn': 'true' } },
    },
    {
      Sid: 'SessionsOfOthers',
      Effect: 'Deny',
      Action: 'sagemaker:StartSession',
      Resource: '*',
      Condition: {
        ArnNotEquals: {
          'sagemaker:ResourceTag/sagemaker:user-profile-arn':
            'arn:aws:sagemaker:us-east-1:<account>:user-profile/<aws_sagemaker_domain.domain.id>/<each.key>',
        },
      },
    },
    {
      Sid: 'RolesOfOthers',
      Effect: 'Deny',
      Action: 'iam:PassRole',
      NotResource: '<local.execution-role-arn[each.key]>',
    },
    {
      Sid: 'HomeFileSystem',
      Effect: 'Deny',
      Action: 'elasticfilesystem:*',
      Resource: [
        'arn:aws:elasticfilesystem:us-east-1:<account>:file-system/<aws_sagemaker_domain.domain.home_efs_file_system_id>',
        'arn:aws:elasticfilesystem:us-east-1:<account>:access-point/*',
      ],
    },
    {
      Sid: 'HomesInJobs',
      Effect: 'Deny',
      Action: 'sagemaker:Create*Job',
      Resource: '*',
      Condition: {
        'ForAnyValue:StringEquals': {
          'sagemaker:FileSystemId': '<aws_sagemaker_domain.domain.home_efs_file_system_id>',
        },
      },
    },
    {
      Sid: 'TagsAsAnother',
      Effect: 'Deny',
      Action: ['sagemaker:AddTags', 'sagemaker:CreateSpace'],
      Resource: '*',
      Condition: {
        Null: { 'aws:RequestTag/sagemaker:user-profile-arn': 'false' },
        ArnNotEquals: {
          'aws:RequestTag/sagemaker:user-profile-arn':
            'arn:aws:sagemaker:us-east-1:<account>:user-profile/<aws_sagemaker_domain.domain.id>/<each.key>',
        },
      },
    },
    {
      Sid: 'GroupsOfOthers',
      Effect: 'Deny',
      Action: 'ec2:CreateNetworkInterface',
      NotResource: [
        'arn:aws:ec2:*:*:network-interface/*',
        'arn:aws:ec2:*:*:subnet/*',
        'arn:aws:ec2:*:*:security-group/<aws_security_group.studio-apps.id>',
        'arn:aws:ec2:*:*:security-group/<local.own-apps-id[each.key]>',
      ],
    },
    {
      Sid: 'NoVpcSubnets',
      Effect: 'Deny',
      Action: ['sagemaker:Create*Job*', 'sagemaker:CreateModel', 'sagemaker:CreateMonitoringSchedule'],
      Resource: '*',
      Condition: { Null: { 'sagemaker:VpcSubnets': 'true' } },
    },
    {
      Sid: 'OtherVpcSubnets',
      Effect: 'Deny',
      Action: [
        'sagemaker:Create*Job*',
        'sagemaker:CreateModel',
        'sagemaker:CreateMonitoringSchedule',
        'sagemaker:CreateEndpointConfig',
      ],
      Resource: '*',
      Condition: {
        'ForAnyValue:StringNotEquals': {
          'sagemaker:VpcSubnets': [
            '<network: aws_subnetprivateus-east-1aid>',
            '<network: aws_subnetprivateus-east-1bid>',
          ],
        },
      },
    },
    {
      Sid: 'NoVpcSecurityGroupIds',
      Effect: 'Deny',
      Action: ['sagemaker:Create*Job*', 'sagemaker:CreateModel', 'sagemaker:CreateMonitoringSchedule'],
      Resource: '*',
      Condition: { Null: { 'sagemaker:VpcSecurityGroupIds': 'true' } },
    },
    {
      Sid: 'OtherVpcSecurityGroupIds',
      Effect: 'Deny',
      Action: [
        'sagemaker:Create*Job*',
        'sagemaker:CreateModel',
        'sagemaker:CreateMonitoringSchedule',
        'sagemaker:CreateEndpointConfig',
      ],
      Resource: '*',
      Condition: {
        'ForAnyValue:StringNotEquals': {
          'sagemaker:VpcSecurityGroupIds': [
            '<aws_security_group.studio-apps.id>',
            '<local.own-apps-id[each.key]>',
          ],
        },
      },
    },
  ],
  'private-api/aws_api_gateway_rest_api_policy.api-policy': [
    {
      Sid: 'OverTheEndpoint',
      Effect: 'Allow',
      ...anyone,
      Action: 'execute-api:Invoke',
      Resource: '<aws_api_gateway_rest_api.api.execution_arn>/*',
      Condition: { StringEquals: { 'aws:SourceVpce': '<network: aws_vpc_endpointexecute-apiid>' } },
    },
    {
      Sid: 'NoOtherWay',
      Effect: 'Deny',
      ...anyone,
      Action: 'execute-api:Invoke',
      Resource: '<aws_api_gateway_rest_api.api.execution_arn>/*',
      Condition: { StringNotEquals: { 'aws:SourceVpce': '<network: aws_vpc_endpointexecute-apiid>' } },
    },
  ],
  // for suspended users only, of which the example has none
  'studio/aws_iam_role_policy.execution-suspended': [
    { Sid: 'Suspended', Effect: 'Deny', Action: '*', Resource: '*' },
  ],
  'private-api/aws_iam_role.authorizer-role trust': [lambdaTrust],
  'private-api/aws_iam_role.portal-role trust': [lambdaTrust],
  'private-api/aws_iam_role.presigned-url-role trust': [lambdaTrust],
  'private-api/aws_iam_role_policy.authorizer-policy': [writeLogs('authorizer-logs'), trace],
  'private-api/aws_iam_role_policy.portal-policy': [writeLogs('portal-logs'), trace],
  'private-api/aws_iam_role_policy.presigned-url-policy': [
    writeLogs('presigned-url-logs'),
    trace,
    { Sid: 'LambdaManagesInterfaces', Effect: 'Allow', Action: interfaceActions, Resource: '*' },
    {
      Sid: 'CodeDoesNot',
      Effect: 'Deny',
      Action: interfaceActions,
      Resource: '*',
      Condition: {
        ArnEquals: {
          'lambda:SourceFunctionArn': inAccount('lambda', 'function:studio-access-example-presigned-url'),
        },
      },
    },
    ...presigning(profilesOfDomain),
    ...seeingSpaces,
  ],
};

/** Allow statements on every resource, and the reason for each. */
const everyResource: Record<string, string> = {
  WhatPoliciesAllow: 'a permissions boundary allows nothing by itself, and its Denies are what it is for',
  OwnPrincipals: 'many SageMaker actions name no resource, and public models belong to AWS',
  ReadCatalog: 'most Service Catalog actions name no resource',
  UseProjects: 'products are shared under ids that nobody here knows',
  WhoAmI: 'sts:GetCallerIdentity takes no resource',
  List: 'these actions take no resource',
  ListSpaces: 'sagemaker:ListSpaces takes no resource; the function lists over its own endpoint only',
  Trace: 'X-Ray has no resources for these actions',
  LambdaManagesInterfaces: 'Lambda refuses to create a function in a VPC otherwise',
};

/** Allow statements for every principal without a condition, and the reason for each. */
const everyPrincipal: Record<string, string> = {
  CallThisStage:
    'callers bear a token and have no AWS identity; the resource is this account, stage and method only',
  UseUrls: 'a browser with a presigned URL has no AWS identity; the resource is this account only',
  StartApps: 'a browser with a presigned URL has no AWS identity; the resource is this account only',
};

describe('policies', () => {
  const synthesized = (changes: Record<string, unknown>): FoundStatement[] =>
    statementsOf(synthesize(changes));
  const example = synthesized({});

  it.each([...new Set([...Object.keys(expected), ...example.map(({ where }) => where)])])(
    '%s is exactly as reviewed',
    (where) => {
      const found = example
        .filter((statement) => statement.where === where)
        .map(({ statement }) => statement);
      expect(found).toEqual(expected[where] ?? `nothing: a new policy belongs in this test`);
    },
  );

  it('allow every resource only where AWS forces it', () => {
    const found = example.filter(
      ({ statement }) => statement.Effect === 'Allow' && statement.Resource === '*',
    );
    expect(new Set(found.map(({ statement }) => statement.Sid))).toEqual(new Set(Object.keys(everyResource)));
  });

  it('allow every principal without condition only where callers have none', () => {
    const found = example.filter(
      ({ statement }) => statement.Effect === 'Allow' && statement.Principal === '*' && !statement.Condition,
    );
    expect(new Set(found.map(({ statement }) => statement.Sid))).toEqual(
      new Set(Object.keys(everyPrincipal)),
    );
  });

  it('use no NotPrincipal, and NotAction and NotResource only to deny', () => {
    const keysOf = (effect: string) =>
      new Set(
        example
          .filter(({ statement }) => statement.Effect === effect)
          .flatMap(({ statement }) => Object.keys(statement)),
      );
    const keys = ['Sid', 'Effect', 'Principal', 'Action', 'Resource', 'Condition'];
    expect(keysOf('Allow')).toEqual(new Set(keys));
    expect(keysOf('Deny')).toEqual(new Set([...keys, 'NotAction', 'NotResource']));
  });

  it('admit public addresses only where the environment lists them', () => {
    const statements = synthesized({ 'corporate.egressCidrs': ['203.0.113.0/28'] });
    const role = statements
      .filter(({ where }) => where.endsWith('presigned-url-policy'))
      .map(({ statement }) => statement);
    expect(role.slice(-7)).toEqual([...presigning(profilesOfDomain, ['203.0.113.0/28']), ...seeingSpaces]);
    expect(JSON.stringify(example)).not.toContain('aws:SourceIp');
  });

  it('admit the custom domain name at its endpoint, and at the name only the endpoint', () => {
    const statements = synthesized(variants['custom domain'] ?? {});
    const endpoint = statements.filter(({ where }) => where === 'network/aws_vpc_endpoint.execute-api');
    expect(endpoint.map(({ statement }) => statement)).toEqual([
      ...(expected['network/aws_vpc_endpoint.execute-api'] ?? []),
      {
        Sid: 'CallTheCustomDomain',
        Effect: 'Allow',
        ...anyone,
        Action: 'execute-api:Invoke',
        Resource: inAccount('execute-api', '/domainnames/studio.corp.example.com+*'),
      },
    ]);
    const domain = statements.filter(({ where }) =>
      where.endsWith('aws_api_gateway_domain_name.custom-domain'),
    );
    expect(
      domain.map(({ statement }) => [statement.Effect, statement.Resource, statement.Condition]),
    ).toEqual([
      ['Allow', '*', { StringEquals: { 'aws:SourceVpce': '<network: aws_vpc_endpointexecute-apiid>' } }],
      ['Deny', '*', { StringNotEquals: { 'aws:SourceVpce': '<network: aws_vpc_endpointexecute-apiid>' } }],
    ]);
  });

  it.each([
    ['studio.suspended', { 'studio.suspended': ['bob'] }],
    ['studio.removedUsers', { 'studio.users': ['alice'], 'studio.removedUsers': ['bob'] }],
  ])('take the URLs of people in %s away, and of nobody else', (_, changes) => {
    const role = synthesized(changes)
      .filter(({ where }) => where.endsWith('presigned-url-policy'))
      .map(({ statement }) => statement);
    expect(role).toEqual([
      ...(expected['private-api/aws_iam_role_policy.presigned-url-policy'] ?? []),
      {
        Sid: 'SuspendedProfiles',
        Effect: 'Deny',
        Action: 'sagemaker:CreatePresignedDomainUrl',
        Resource: ['arn:aws:sagemaker:*:*:user-profile/*/bob'],
      },
    ]);
  });

  describe('of the role that all users share', () => {
    const shared = synthesized({
      'studio.executionRoles': 'shared',
      'studio.suspended': ['bob'],
      'studio.removedUsers': ['carol'],
    });
    const of = (where: string) =>
      shared.filter((found) => found.where === `studio/${where}`).map(({ statement }) => statement);
    /** What a role per user has, by the source identity in place of the user's name. */
    const ofEach = (where: string) =>
      JSON.parse(
        JSON.stringify(expected[`studio/${where}`])
          .replaceAll('<each.key>', '${aws:SourceIdentity}')
          .replaceAll(
            '<local.execution-role-arn[each.key]>',
            '<aws_iam_role.shared-execution-role.arn>',
          )
          .replaceAll(/,"[^"]*<local\.own-apps-id\[each\.key\]>"/g, ''),
      ) as object[];

    it('are those of a role per user, by the source identity', () => {
      expect(of('aws_iam_role.shared-execution-role trust')).toEqual([sageMakerTrust]);
      expect(of('aws_iam_role_policy.shared-execution-policy')).toEqual(
        ofEach('aws_iam_role_policy.execution-policy'),
      );
      expect(of('aws_iam_policy.execution-boundary')).toEqual(ofEach('aws_iam_policy.execution-boundary'));
    });

    it('deny all that goes by the identity where there is none', () => {
      expect(of('aws_iam_role_policy.shared-execution-limits')).toEqual([
        ...ofEach('aws_iam_role_policy.execution-limits'),
        {
          Sid: 'WithoutIdentity',
          Effect: 'Deny',
          Action: [
            'sagemaker:AddTags',
            'sagemaker:CreateApp',
            'sagemaker:CreatePresignedDomainUrl',
            'sagemaker:CreateSpace',
            'sagemaker:DeleteApp',
            'sagemaker:DeleteSpace',
            'sagemaker:DescribeDomain',
            'sagemaker:DescribeUserProfile',
            'sagemaker:StartSession',
            'sagemaker:UpdateSpace',
          ],
          Resource: '*',
          Condition: { Null: { 'aws:SourceIdentity': 'true' } },
        },
      ]);
    });

    it('deny suspended and removed people everything', () => {
      expect(of('aws_iam_role_policy.shared-execution-suspended')).toEqual([
        {
          Sid: 'Suspended',
          Effect: 'Deny',
          Action: '*',
          Resource: '*',
          Condition: { StringEquals: { 'aws:SourceIdentity': ['bob', 'carol'] } },
        },
      ]);
    });

    it('are no others', () => {
      const places = shared.map(({ where }) => where).filter((where) => where.includes('role'));
      expect(new Set(places.filter((where) => where.startsWith('studio/')))).toEqual(
        new Set([
          'studio/aws_iam_role.default-execution-role trust',
          'studio/aws_iam_role.shared-execution-role trust',
          'studio/aws_iam_role_policy.shared-execution-limits',
          'studio/aws_iam_role_policy.shared-execution-policy',
          'studio/aws_iam_role_policy.shared-execution-suspended',
        ]),
      );
    });
  });

  it('let the function make profiles on first use: with the tag, the shared role and over the endpoint', () => {
    const role = synthesized({
      'studio.executionRoles': 'shared',
      'studio.profiles': 'on-first-use',
      'studio.suspended': ['somebody-else'],
    })
      .filter(({ where }) => where.endsWith('presigned-url-policy'))
      .map(({ statement }) => statement);
    const overEndpoint = { 'aws:SourceVpce': '<network: aws_vpc_endpointsagemaker-apiid>' };
    const allow = (Sid: string, Action: string, Resource: string, StringEquals: object) => ({
      Sid,
      Effect: 'Allow',
      Action,
      Resource,
      Condition: { StringEquals },
    });
    expect(role).toEqual([
      ...(expected['private-api/aws_iam_role_policy.presigned-url-policy'] ?? []),
      allow('CreateProfiles', 'sagemaker:CreateUserProfile', profilesOfDomain, {
        ...overEndpoint,
        'aws:RequestTag/Environment': 'example',
      }),
      allow('SeeProfiles', 'sagemaker:DescribeUserProfile', profilesOfDomain, overEndpoint),
      allow('TagOnCreation', 'sagemaker:AddTags', profilesOfDomain, {
        'sagemaker:TaggingAction': 'CreateUserProfile',
      }),
      allow('PassSharedRole', 'iam:PassRole', '<studio: aws_iam_roleshared-execution-rolearn>', {
        'iam:PassedToService': 'sagemaker.amazonaws.com',
      }),
      {
        Sid: 'SuspendedProfiles',
        Effect: 'Deny',
        Action: ['sagemaker:CreatePresignedDomainUrl', 'sagemaker:CreateUserProfile'],
        Resource: ['arn:aws:sagemaker:*:*:user-profile/*/somebody-else'],
      },
    ]);
  });

  it('name the one domain where it exists already', () => {
    const statements = synthesized({ 'studio.domain': { existing: { domainId: 'd-0123456789ab' } } });
    const resourceOf = (sid: string) =>
      statements.find(({ statement }) => statement.Sid === sid)?.statement.Resource;
    expect(resourceOf('UseUrls')).toBe(inAccount('sagemaker', 'user-profile/d-0123456789ab/*'));
    expect(resourceOf('StartApps')).toBe(inAccount('sagemaker', 'app/d-0123456789ab/*'));
    expect(resourceOf('OverEndpoints')).toBe(inAccount('sagemaker', 'user-profile/d-0123456789ab/*'));
  });
});
