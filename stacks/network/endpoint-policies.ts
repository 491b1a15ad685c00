import { routeMethod } from '../../api/routes';
import type { EnvironmentStack } from '../../constructs/environment-stack';
import type { Conditions, Statement } from '../../constructs/policy';
import type { InterfaceService } from './endpoint-services';

/**
 * The policy of each endpoint. The account is the boundary: credentials and data of another account have no way in or
 * out through these endpoints.
 */
export function interfaceEndpointPolicies(stack: EnvironmentStack): Record<InterfaceService, Statement[]> {
  const { api, studio } = stack.environment;
  const ownPrincipals: Conditions = { StringEquals: { 'aws:PrincipalAccount': stack.accountId } };
  const allow = (
    Sid: string,
    Action: string | readonly string[],
    Resource: string | readonly string[],
    Condition?: Conditions,
  ): Statement => ({
    Sid,
    Effect: 'Allow',
    Principal: '*',
    Action,
    Resource,
    ...(Condition && { Condition }),
  });
  // a created domain's id is not known yet when its network is made
  const domainId = studio.domain.existing?.domainId ?? '*';

  return {
    // Callers carry a bearer token and no AWS identity, so the principal cannot be narrowed here.
    // https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-vpc-endpoint-policies.html
    'execute-api': [
      allow(
        'CallThisStage',
        'execute-api:Invoke',
        stack.arn('execute-api', `*/${api.stageName}/${routeMethod}/*`),
      ),
      // a private custom domain name is a resource too, "+" and its id at the end
      ...(api.customDomain
        ? [
            allow(
              'CallTheCustomDomain',
              'execute-api:Invoke',
              stack.arn('execute-api', `/domainnames/${api.customDomain.name}+*`),
            ),
          ]
        : []),
    ],
    // Many SageMaker actions name no resource, and public models belong to AWS, hence "*".
    'sagemaker-api': [allow('OwnPrincipals', 'sagemaker:*', '*', ownPrincipals)],
    // https://docs.aws.amazon.com/sagemaker/latest/dg/studio-interface-endpoint.html
    studio: [
      allow(
        'UseUrls',
        'sagemaker:CreatePresignedDomainUrl',
        stack.arn('sagemaker', `user-profile/${domainId}/*`),
      ),
      allow('StartApps', 'sagemaker:CreateApp', stack.arn('sagemaker', `app/${domainId}/*`)),
    ],
    'sagemaker-runtime': [
      allow(
        'InvokeOwnEndpoints',
        [
          'sagemaker:InvokeEndpoint',
          'sagemaker:InvokeEndpointAsync',
          'sagemaker:InvokeEndpointWithResponseStream',
        ],
        stack.arn('sagemaker', 'endpoint/*'),
        ownPrincipals,
      ),
    ],
    sts: [
      allow(
        'AssumeOwnRoles',
        ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'],
        stack.globalArn('iam', 'role/*'),
        ownPrincipals,
      ),
      // this action names no resource
      allow('WhoAmI', 'sts:GetCallerIdentity', '*', ownPrincipals),
    ],
    logs: [
      allow(
        'WriteSageMakerLogs',
        [
          'logs:CreateLogGroup',
          'logs:CreateLogStream',
          'logs:DescribeLogStreams',
          'logs:GetLogEvents',
          'logs:PutLogEvents',
        ],
        stack.arn('logs', 'log-group:/aws/sagemaker/*'),
        ownPrincipals,
      ),
      allow('FindLogGroups', 'logs:DescribeLogGroups', stack.arn('logs', 'log-group:*'), ownPrincipals),
    ],
    // the agent in a space and the editor on a desk call these
    ssm: [allow('OwnPrincipals', 'ssm:*', '*', ownPrincipals)],
    ssmmessages: [allow('OwnPrincipals', 'ssmmessages:*', '*', ownPrincipals)],
    // Studio's projects and templates; most of Service Catalog's actions name no resource
    servicecatalog: [
      allow(
        'ReadCatalog',
        [
          'servicecatalog:Describe*',
          'servicecatalog:List*',
          'servicecatalog:Search*',
          'servicecatalog:ScanProvisionedProducts',
        ],
        '*',
        ownPrincipals,
      ),
      allow(
        'UseProjects',
        [
          'servicecatalog:ProvisionProduct',
          'servicecatalog:TerminateProvisionedProduct',
          'servicecatalog:UpdateProvisionedProduct',
        ],
        '*',
        ownPrincipals,
      ),
    ],
  };
}

/** The S3 gateway endpoint: buckets of this account, and AWS's public models, which notebooks download. */
export function s3EndpointPolicy(stack: EnvironmentStack): Statement[] {
  const ownPrincipals = { 'aws:PrincipalAccount': stack.accountId };
  const models = `arn:${stack.partition.id}:s3:::jumpstart-cache-prod-${stack.environment.region}`;
  return [
    {
      Sid: 'OwnBuckets',
      Effect: 'Allow',
      Principal: '*',
      Action: 's3:*',
      Resource: `arn:${stack.partition.id}:s3:::*`,
      Condition: { StringEquals: { ...ownPrincipals, 'aws:ResourceAccount': stack.accountId } },
    },
    {
      Sid: 'ReadJumpStartModels',
      Effect: 'Allow',
      Principal: '*',
      Action: ['s3:GetObject', 's3:ListBucket'],
      Resource: [models, `${models}/*`],
      Condition: { StringEquals: ownPrincipals },
    },
  ];
}
