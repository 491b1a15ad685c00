import { pathFor, routes } from '../../api/routes';
import { isProfileName } from '../shared/profile-name';

interface PolicyStatement {
  readonly Action: 'execute-api:Invoke';
  readonly Effect: 'Allow' | 'Deny';
  readonly Resource?: readonly string[];
  readonly NotResource?: readonly string[];
}

/** An IAM policy, as API Gateway takes it from an authorizer. */
export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly PolicyStatement[];
}

/** arn:<partition>:execute-api:<region>:<account>:<api>/<stage> / <method> / <path>: the first part is captured */
const methodArnPattern =
  /^(arn:aws(?:-[a-z]+)*:execute-api:[a-z]+(?:-[a-z]+)+-\d+:\d{12}:[a-z0-9]+\/[a-zA-Z0-9_-]{1,128})\/[A-Z]+(?:\/|$)/;

/**
 * The API and stage that a method ARN belongs to, as the beginning of an ARN; undefined if the text is no method ARN.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-control-access-using-iam-policies-to-invoke-api.html
 */
export function stageOf(methodArn: unknown): string | undefined {
  return typeof methodArn === 'string' ? methodArnPattern.exec(methodArn)?.[1] : undefined;
}

/**
 * The policy of one profile in one stage: the API's routes for signed-in people, with this profile in them, are allowed,
 * everything else is denied.
 *
 * The Deny protects other users' paths: the API's resource policy allows the caller's VPC endpoint, so a call to a path
 * that the authorizer's policy does not mention would pass.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html
 *
 * It does not depend on the path asked for, so API Gateway may reuse it for every path of the same token.
 * @throws Error if the profile is not a valid profile name
 */
export function policyFor(profile: string, stage: string): PolicyDocument {
  // the caller checks it too; it is checked again because the text enters an ARN
  if (!isProfileName(profile))
    throw new Error('profile is not a valid profile name, refusing to build a policy');
  const ownRoutes = routes.filter(({ authorization }) => authorization === 'own-profile');
  const own = ownRoutes.map((route) => `${stage}/${route.method}${pathFor(route, profile)}`);
  return {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: 'execute-api:Invoke', Resource: own },
      { Effect: 'Deny', Action: 'execute-api:Invoke', NotResource: own },
    ],
  };
}
