import type { EnvironmentStack } from './environment-stack';
import type { Conditions, Statement } from './policy';

/** Networks and endpoints from which a presigned URL may be made and used. */
export interface EntryPoints {
  readonly vpcId: string;
  readonly vpcCidr: string;
  /** Addresses of the corporate network, as endpoints in the VPC see them. */
  readonly corporateCidrs: readonly string[];
  /** Public addresses of the corporate network; none: endpoints only. */
  readonly corporateEgressCidrs: readonly string[];
  /** The endpoint that creates URLs (SageMaker API) and the one they are opened over (Studio). */
  readonly endpointIds: readonly string[];
}

/** The entry points of a deployment's network. */
export function entryPointsOf(stack: EnvironmentStack, network: PrivateNetwork): EntryPoints {
  const { corporate } = stack.environment;
  return {
    vpcId: network.vpc.id,
    vpcCidr: network.vpc.cidr,
    corporateCidrs: corporate.cidrs,
    corporateEgressCidrs: corporate.egressCidrs,
    endpointIds: [network.endpoints.sagemakerApi.id, network.endpoints.studio.id],
  };
}

interface PrivateNetwork {
  readonly vpc: { readonly id: string; readonly cidr: string };
  readonly endpoints: {
    readonly sagemakerApi: { readonly id: string };
    readonly studio: { readonly id: string };
  };
}

const action = 'sagemaker:CreatePresignedDomainUrl';

/** How operators shorten a policy that names people who left: the end of a message. */
export const fewerLeavers =
  'shorten studio.suspended and studio.removedUsers: delete what removed people left and free their names, see "When somebody leaves" in docs/operations.md';

/**
 * Lets a role make presigned URLs for some profiles, over the entry points only. SageMaker evaluates the policy
 * again on every request made with such a URL, with the browser's network context.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreatePresignedDomainUrl.html
 *
 * A private address says who calls only together with a VPC: other networks use the same ranges.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-vpcsourceip
 *
 * The Deny statements also override any Allow that is attached to the role later. Negated operators match when a key is
 * missing, so a request without network context is denied. There are two of them, because one entry point is a pair of
 * conditions: VPC and address.
 */
export function presigningStatements(profilesArn: string, entry: EntryPoints): Statement[] {
  const privateAddresses = [entry.vpcCidr, ...entry.corporateCidrs];
  const allow = (Sid: string, Condition: Conditions): Statement => ({
    Sid,
    Effect: 'Allow',
    Action: action,
    Resource: profilesArn,
    Condition,
  });
  const outside: Conditions = {
    StringNotEquals: { 'aws:SourceVpce': entry.endpointIds },
    ...(entry.corporateEgressCidrs.length > 0 && {
      NotIpAddress: { 'aws:SourceIp': entry.corporateEgressCidrs },
    }),
  };
  const deny = (
    Sid: string,
    operator: string,
    key: string,
    values: string | readonly string[],
  ): Statement => ({
    Sid,
    Effect: 'Deny',
    Action: action,
    Resource: '*',
    Condition: { ...outside, [operator]: { ...outside[operator], [key]: values } },
  });
  return [
    allow('FromPrivateAddresses', {
      StringEquals: { 'aws:SourceVpc': entry.vpcId },
      IpAddress: { 'aws:VpcSourceIp': privateAddresses },
    }),
    allow('OverEndpoints', { StringEquals: { 'aws:SourceVpce': entry.endpointIds } }),
    ...(entry.corporateEgressCidrs.length > 0
      ? [allow('FromCorporateEgress', { IpAddress: { 'aws:SourceIp': entry.corporateEgressCidrs } })]
      : []),
    deny('NotFromOtherVpcs', 'StringNotEquals', 'aws:SourceVpc', entry.vpcId),
    deny('NotFromOtherAddresses', 'NotIpAddress', 'aws:VpcSourceIp', privateAddresses),
  ];
}

/**
 * Takes the presigned URLs of some profiles away from a role, from everywhere. SageMaker asks the policy on every request
 * made with a URL, so sessions that are open end as well.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreatePresignedDomainUrl.html
 *
 * Of any domain, which is short, so that many names fit: the role may use one domain only.
 *
 * @param partition such as `aws`
 * @param profiles names; none: no statement, as IAM takes none without a resource
 * @param areMadeOnFirstUse whether the role makes profiles, too
 */
export function suspensionStatements(
  partition: string,
  profiles: readonly string[],
  areMadeOnFirstUse: boolean,
): Statement[] {
  if (profiles.length === 0) return [];
  const arns = profiles.map((profile) => `arn:${partition}:sagemaker:*:*:user-profile/*/${profile}`);
  const actions = areMadeOnFirstUse ? [action, 'sagemaker:CreateUserProfile'] : action;
  return [{ Sid: 'SuspendedProfiles', Effect: 'Deny', Action: actions, Resource: arns }];
}
