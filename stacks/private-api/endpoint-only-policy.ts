import { policyJson } from '../../constructs/policy';

/**
 * A resource policy that allows one VPC endpoint and denies every other way. The Allow carries the condition too:
 * neither statement admits anybody if the other is lost.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-examples.html
 *
 * @param resource what may be called: the ARN of an API, or `*` for the resource that has the policy
 */
export function endpointOnlyPolicy(resource: string, endpointId: string): string {
  const statement = { Principal: '*', Action: 'execute-api:Invoke', Resource: resource } as const;
  return policyJson([
    {
      Sid: 'OverTheEndpoint',
      Effect: 'Allow',
      ...statement,
      Condition: { StringEquals: { 'aws:SourceVpce': endpointId } },
    },
    {
      Sid: 'NoOtherWay',
      Effect: 'Deny',
      ...statement,
      Condition: { StringNotEquals: { 'aws:SourceVpce': endpointId } },
    },
  ]);
}
