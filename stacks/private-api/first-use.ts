import type { EnvironmentStack } from '../../constructs/environment-stack';
import type { Statement } from '../../constructs/policy';
import type { FirstUse } from '../../handlers/presigned-url/environment';
import type { AppSettings } from '../studio/domain';

/** What the presigned-URL function makes a profile with: the same that a deployment gives the profiles that it lists. */
export function firstUseOf({ environment }: EnvironmentStack, apps: AppSettings): FirstUse {
  return {
    executionRoleArn: apps.executionRoleArn,
    securityGroupIds: apps.securityGroupIds,
    tags: { Environment: environment.name, ...environment.tags },
    idleTimeoutMinutes: environment.studio.idleTimeoutMinutes,
  };
}

/**
 * Lets the function make profiles of the domain, over its endpoint only, with the deployment's tag and the shared role.
 * SageMaker asks for the right to add tags and to pass the role in the same call.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemakerai.html
 *
 * @param profilesArn pattern of the domain's profiles
 * @param endpointId the endpoint of the SageMaker API
 */
export function firstUseStatements(
  { environment }: EnvironmentStack,
  { executionRoleArn }: AppSettings,
  profilesArn: string,
  endpointId: string,
): Statement[] {
  const overEndpoint = { 'aws:SourceVpce': endpointId };
  return [
    {
      Sid: 'CreateProfiles',
      Effect: 'Allow',
      Action: 'sagemaker:CreateUserProfile',
      Resource: profilesArn,
      Condition: { StringEquals: { ...overEndpoint, 'aws:RequestTag/Environment': environment.name } },
    },
    {
      Sid: 'SeeProfiles',
      Effect: 'Allow',
      Action: 'sagemaker:DescribeUserProfile',
      Resource: profilesArn,
      Condition: { StringEquals: overEndpoint },
    },
    {
      Sid: 'TagOnCreation',
      Effect: 'Allow',
      Action: 'sagemaker:AddTags',
      Resource: profilesArn,
      Condition: { StringEquals: { 'sagemaker:TaggingAction': 'CreateUserProfile' } },
    },
    {
      Sid: 'PassSharedRole',
      Effect: 'Allow',
      Action: 'iam:PassRole',
      Resource: executionRoleArn,
      Condition: { StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } },
    },
  ];
}
