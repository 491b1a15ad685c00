import { decide, type IamRequest } from '../iam/decide';
import { decideForRole } from '../iam/role-policies';
import type { Target } from '../shared/aws-client';
import type { JsonObject } from '../shared/json';
import { networkContext, type Origin } from '../network/origin';

interface Question {
  readonly roleArn: string;
  readonly domainId: string;
  readonly profile: string;
  readonly origin: Origin;
  /** Source identity of the role's session. @default none */
  readonly sourceIdentity?: string;
  /** Policies of the role in addition to the deployed ones. @default none */
  readonly more?: readonly JsonObject[];
}

/**
 * Whether a role may create, and keep using, presigned URLs of a profile from a request's origin: by its current
 * policies and by the policy of the endpoint that the request came over.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreatePresignedDomainUrl.html
 */
export async function mayUseStudio(
  target: Target,
  { roleArn, domainId, profile, origin, sourceIdentity, more = [] }: Question,
): Promise<boolean> {
  const request = {
    action: 'sagemaker:CreatePresignedDomainUrl',
    resource: sageMakerArn(target, roleArn, `user-profile/${domainId}/${profile}`),
    context: { ...(sourceIdentity !== undefined && { 'aws:SourceIdentity': sourceIdentity }) },
  };
  return mayAsk(target, { roleArn, origin, more }, request);
}

/** ARN of something of SageMaker's in the account of a role. */
export function sageMakerArn(target: Target, roleArn: string, resource: string): string {
  return `arn:aws:sagemaker:${target.region}:${accountOf(roleArn)}:${resource}`;
}

/** Whether a role's policies, and that of the endpoint that the request came over, allow it. */
export async function mayAsk(
  target: Target,
  { roleArn, origin, more = [] }: Pick<Question, 'roleArn' | 'origin' | 'more'>,
  { action, resource, context }: IamRequest,
): Promise<boolean> {
  const request = {
    action,
    resource,
    context: { ...networkContext(origin), 'aws:PrincipalAccount': accountOf(roleArn), ...context },
  };
  if (origin.over === 'endpoint' && (await decide([origin.endpointPolicy], request)) !== 'Allow')
    return false;
  return (await decideForRole(target, roleArn.split('/').at(-1) ?? '', request, more)) === 'Allow';
}

function accountOf(roleArn: string): string {
  return roleArn.split(':')[4] ?? '';
}
