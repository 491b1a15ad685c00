import { decide } from '../iam/decide';
import { decideForRole } from '../iam/role-policies';
import type { Target } from '../shared/aws-client';
import type { JsonObject } from '../shared/json';
import { networkContext, type Origin } from '../network/origin';

interface Question {
  readonly roleArn: string;
  readonly domainId: string;
  readonly profile: string;
  readonly origin: Origin;
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
  { roleArn, domainId, profile, origin, more = [] }: Question,
): Promise<boolean> {
  const accountId = roleArn.split(':')[4] ?? '';
  const request = {
    action: 'sagemaker:CreatePresignedDomainUrl',
    resource: `arn:aws:sagemaker:${target.region}:${accountId}:user-profile/${domainId}/${profile}`,
    context: { ...networkContext(origin), 'aws:PrincipalAccount': accountId },
  };
  if (origin.over === 'endpoint' && (await decide([origin.endpointPolicy], request)) !== 'Allow')
    return false;
  return (await decideForRole(target, roleArn.split('/').at(-1) ?? '', request, more)) === 'Allow';
}
