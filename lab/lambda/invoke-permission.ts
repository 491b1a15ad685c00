import type { DeployedFunction } from '../deployed/functions';
import { decide } from '../iam/decide';

/** The AWS service that invokes a function, and the resource on whose behalf. */
export interface Invoker {
  readonly service: 'apigateway.amazonaws.com' | 'cognito-idp.amazonaws.com';
  readonly sourceArn: string;
  readonly sourceAccount?: string;
}

/** API Gateway, on behalf of a method or an authorizer. */
export const apiGateway = (sourceArn: string): Invoker => ({
  service: 'apigateway.amazonaws.com',
  sourceArn,
});

/**
 * Whether a function's own policy lets a service invoke it.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-apigateway.html#apigateway-permissions
 */
export async function mayInvoke({ arn, policy }: DeployedFunction, invoker: Invoker): Promise<boolean> {
  const { service, sourceArn, sourceAccount } = invoker;
  const context = {
    'aws:SourceArn': sourceArn,
    ...(sourceAccount !== undefined && { 'aws:SourceAccount': sourceAccount }),
  };
  const request = { action: 'lambda:InvokeFunction', resource: arn, context };
  return (await decide(policy ? [policy] : [], request, service)) === 'Allow';
}
