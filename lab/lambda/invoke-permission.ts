import type { DeployedFunction } from '../deployed/functions';
import { decide } from '../iam/decide';

/**
 * Whether a function's own policy lets API Gateway invoke it on behalf of `sourceArn`.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-apigateway.html#apigateway-permissions
 */
export async function mayInvoke({ arn, policy }: DeployedFunction, sourceArn: string): Promise<boolean> {
  const context = { 'aws:SourceArn': sourceArn };
  const request = { action: 'lambda:InvokeFunction', resource: arn, context };
  return (await decide(policy ? [policy] : [], request, 'apigateway.amazonaws.com')) === 'Allow';
}
