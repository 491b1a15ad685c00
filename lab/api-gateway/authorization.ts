import type { DeployedStage } from '../deployed/rest-api';
import { decide, type Decision } from '../iam/decide';
import type { JsonObject } from '../shared/json';
import { networkContext } from '../network/origin';
import { methodArn, type ApiRequest } from './request';

/** Whether the endpoint's policy lets the request through, if it comes over an endpoint. */
export async function endpointAdmits(request: ApiRequest): Promise<boolean> {
  const { origin } = request;
  if (origin.over !== 'endpoint') return true;
  return (await decide([origin.endpointPolicy], iamRequest(request))) === 'Allow';
}

/** Whether the API's resource policy denies the request before any authorizer is asked. */
export async function isDeniedByResource(request: ApiRequest, stage: DeployedStage): Promise<boolean> {
  return (await decideResource(request, stage)) === 'Deny';
}

/**
 * Joins the authorizer's policy with the API's: a Deny in either denies, else an Allow in either allows. So if the
 * authorizer's policy does not mention a path, the resource policy alone can allow it.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html, table A
 */
export async function isAllowed(
  request: ApiRequest,
  stage: DeployedStage,
  authorizerPolicy: JsonObject | undefined,
): Promise<boolean> {
  const decisions = [
    await decideResource(request, stage),
    authorizerPolicy ? await decide([authorizerPolicy], iamRequest(request)) : 'Neither',
  ] satisfies Decision[];
  return !decisions.includes('Deny') && decisions.includes('Allow');
}

async function decideResource(request: ApiRequest, { resourcePolicy }: DeployedStage): Promise<Decision> {
  return resourcePolicy ? decide([resourcePolicy], iamRequest(request)) : 'Neither';
}

function iamRequest(request: ApiRequest) {
  return {
    action: 'execute-api:Invoke',
    resource: methodArn(request),
    context: networkContext(request.origin),
  };
}
