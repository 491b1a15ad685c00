/** A resource that `protectFromDestroy` protects. */
interface ProtectedResource {
  /** Address in its stack, without the key of an instance. */
  readonly address: string;
  /** What a plan refused, and how it is done on purpose. */
  readonly explanation: string;
}

const onPurpose =
  'If that is meant: set "protectFromDestroy": false in the environment file, deploy that alone, then make the change.';

const protectedResources: readonly ProtectedResource[] = [
  {
    address: 'aws_sagemaker_domain.domain',
    explanation:
      "studio.domain: the change would destroy the Studio domain, with everybody's profiles and, unless " +
      `homeFileSystemOnDestroy is "retain", their home directories. ${onPurpose}`,
  },
  {
    address: 'aws_cognito_user_pool.user-pool',
    explanation: `identity: the change would destroy the user pool, with everybody's sign-in. ${onPurpose}`,
  },
  {
    address: 'aws_api_gateway_rest_api.api',
    explanation:
      'api: the change would destroy the private API; its id is part of the name that corporate DNS forwards and ' +
      `people use. ${onPurpose}`,
  },
  {
    address: 'aws_route53_resolver_endpoint.inbound-resolver',
    explanation:
      'network.resolver: the change would destroy the inbound resolver, whose addresses corporate DNS forwards to. ' +
      onPurpose,
  },
];

/**
 * Why a plan refuses to destroy a resource: the setting of the environment file that protects it, and how to destroy it
 * on purpose. Undefined for a resource that nothing protects.
 *
 * @param address as Terraform names it; an instance's key (`["bob"]`, `[0]`) does not matter
 */
export function explainProtected(address: string): string | undefined {
  const resource = address.replace(/\[[^\]]*\]$/, '');
  return protectedResources.find((candidate) => candidate.address === resource)?.explanation;
}
