/** A resource that `protectFromDestroy` protects. */
interface ProtectedResource {
  /** Address in its stack, without the key of an instance; `*` at its end stands for any. */
  readonly address: string;
  /** What the refused change would do, and how to do it on purpose. */
  readonly explanation: string;
}

const onPurpose =
  'If that is meant: set "protectFromDestroy": false in the environment file, deploy that alone, then make the change.';

const removeUser = 'If that is meant: list the name in studio.removedUsers as well, see docs/operations.md.';

const protectedResources: readonly ProtectedResource[] = [
  {
    address: 'aws_sagemaker_domain.domain',
    explanation:
      "studio.domain: the change would destroy the Studio domain, with everybody's profiles, spaces and the spaces' volumes " +
      `and, unless homeFileSystemOnDestroy is "retain", their home directories. ${onPurpose}`,
  },
  {
    address: 'aws_cognito_user_pool.user-pool',
    explanation: `identity: the change would destroy the user pool, with everybody's sign-in. ${onPurpose}`,
  },
  ...['aws_api_gateway_rest_api.api', 'aws_route53_zone.api-zone'].map((address) => ({
    address,
    explanation:
      'api: the change would destroy the private API, or its name in the VPC, which corporate DNS forwards and people ' +
      `use. ${onPurpose}`,
  })),
  {
    address: 'aws_route53_resolver_endpoint.inbound-resolver',
    explanation:
      'network.resolver: the change would destroy the inbound resolver, whose addresses corporate DNS forwards to. ' +
      onPurpose,
  },
  ...['aws_cognito_user.login', 'aws_cognito_user.suspended-login'].map((address) => ({
    address,
    explanation: `studio.users: the change would delete a user's sign-in. ${removeUser}`,
  })),
  {
    address: 'aws_sagemaker_user_profile.profile',
    explanation: `studio.users: the change would delete a user's profile, and the work in it. ${removeUser}`,
  },
  {
    address: 'terraform_data.protectFromDestroy-studio-removedUsers',
    explanation:
      'studio.removedUsers: the name belongs to somebody who was removed. Somebody else of that name would get their Studio ' +
      'profile and home directory. Put the name back into studio.removedUsers. If profile and home are deleted, or the same ' +
      'person comes back: free the name, see "When somebody leaves" in docs/operations.md.',
  },
  ...[
    'aws_vpc.vpc',
    'aws_route_table.private-routes',
    'aws_ec2_transit_gateway_vpc_attachment.transit-gateway-attachment',
    'aws_vpn_gateway_attachment.vpn-gateway-attachment',
    'aws_cloudwatch_log_group.flow-logs',
    'aws_default_security_group.default-security-group',
    'aws_flow_log.flow-log',
    'aws_iam_role.flow-logs-role',
    'aws_iam_role_policy.flow-logs-policy',
  ].map((address) => ({
    address,
    explanation:
      'network.vpc: the change would destroy the VPC, or what belongs to it. To give the VPC to ' +
      `somebody else's management: network.vpc.existing with "release": ["network.vpc"]. ${onPurpose}`,
  })),
  {
    address: 'aws_route.corporate-*',
    explanation:
      'network.vpc.existing.routeTableIds: while the VPC is handed over, the change would replace its route to the corporate ' +
      'network. The route table that was created comes first in the list. Other routes are changed in a deployment after that.',
  },
  ...[
    'aws_subnet.private',
    'aws_route_table_association.private-subnet-routes',
    'terraform_data.protectFromDestroy-network-vpc-create-availabilityZones',
  ].map((address) => ({
    address,
    explanation:
      'network.vpc.create.availabilityZones: the change would destroy a subnet, with addresses of the resolver, endpoints ' +
      `and home directories in it. Zones may be added at the end of the list. ${onPurpose}`,
  })),
  {
    address: 'terraform_data.protectFromDestroy-network-resolver',
    explanation: `network.resolver: the change would take away an address that corporate DNS forwards to. ${onPurpose}`,
  },
  {
    address: 'terraform_data.protectFromDestroy-corporate-connection',
    explanation: `corporate.connection: the change would cut the VPC off from the corporate network. ${onPurpose}`,
  },
  ...[
    'aws_api_gateway_domain_name.custom-domain',
    'aws_route53_zone.custom-domain-zone',
    'terraform_data.protectFromDestroy-api-customDomain-name',
  ].map((address) => ({
    address,
    explanation:
      'api.customDomain: the change would take away a name that corporate DNS forwards and people use. To hand the name ' +
      `over: leave api.customDomain out, with "release": ["api.customDomain"]. ${onPurpose}`,
  })),
];

/**
 * Why a plan refuses to destroy a resource: the setting of the environment file that protects it, and how to destroy it
 * on purpose. Undefined for a resource that nothing protects.
 *
 * @param address as Terraform names it; an instance's key (`["bob"]`, `[0]`) does not matter
 */
export function explainProtected(address: string): string | undefined {
  const resource = address.replace(/\[[^\]]*\]$/, '');
  const isMeant = (known: string) =>
    known.endsWith('*') ? resource.startsWith(known.slice(0, -1)) : resource === known;
  return protectedResources.find((known) => isMeant(known.address))?.explanation;
}
