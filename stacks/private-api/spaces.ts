import type { EnvironmentStack } from '../../constructs/environment-stack';
import type { Statement } from '../../constructs/policy';

/**
 * Lets the function see the spaces of a domain, over its endpoint only: whose they are, and whether their app runs. IAM has no
 * condition for the owner of a space that exists, and `ListSpaces` takes no resource, so the function filters.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemakerai.html
 *
 * @param endpointId the endpoint of the SageMaker API
 */
export function spaceStatements(stack: EnvironmentStack, domainId: string, endpointId: string): Statement[] {
  const Condition = { StringEquals: { 'aws:SourceVpce': endpointId } };
  return [
    {
      Sid: 'SeeSpaces',
      Effect: 'Allow',
      Action: ['sagemaker:DescribeApp', 'sagemaker:DescribeSpace'],
      Resource: [stack.arn('sagemaker', `app/${domainId}/*`), stack.arn('sagemaker', `space/${domainId}/*`)],
      Condition,
    },
    { Sid: 'ListSpaces', Effect: 'Allow', Action: 'sagemaker:ListSpaces', Resource: '*', Condition },
  ];
}
