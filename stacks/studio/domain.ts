import { DataAwsPrefixList } from '@cdktf/provider-aws/lib/data-aws-prefix-list';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { SagemakerDomain } from '@cdktf/provider-aws/lib/sagemaker-domain';
import { SagemakerUserProfile } from '@cdktf/provider-aws/lib/sagemaker-user-profile';
import { TerraformLocal } from 'cdktf';
import type { Environment } from '../../config/load';
import type { EnvironmentStack } from '../../constructs/environment-stack';
import { guardDomain } from '../../constructs/early-guards';
import { entryPointsOf } from '../../constructs/presigning-policy';
import {
  addDriftCheck,
  forgetResources,
  guardSetting,
  protectedAndUnwanted,
  recordAddress,
} from '../../constructs/protection';
import { s3GatewayServiceName } from '../network/endpoint-services';
import type { NetworkStack } from '../network-stack';
import { addDomainCheck } from './domain-check';
import { addExecutionBoundary } from './execution-limits';
import { addExecutionRoles, executionTrustPolicy, type ExecutionRolesProps } from './execution-role';
import { addOwnSecurityGroups, addStudioSecurityGroup } from './security-group';
import { addSharedExecutionRole } from './shared-execution-role';
import { addUserMoves, addUserProfiles, forgetUserProfiles, removedProfiles } from './user-profiles';

type DomainSettings = NonNullable<Environment['studio']['domain']['create']>;

/**
 * Attributes that SageMaker changes only in a request with the whole VPC configuration, which the provider does not send
 * (terraform-provider-aws#45528): any difference would make every later deployment fail. They stay as they were created,
 * or as an administrator has changed them; `domain-check.ts` checks them. The subnets are here because the provider
 * replaces the domain, and with it everybody's home, when they change.
 */
const settledAtCreation = [
  'app_network_access_type',
  'app_security_group_management',
  'default_space_settings',
  'default_user_settings',
  'domain_settings',
  'retention_policy',
  'subnet_ids',
  'tag_propagation',
];

/** Addresses of a created domain and of everything that belongs to it. */
const addressesOfDomain = [
  'aws_iam_policy.execution-boundary',
  'aws_iam_role.default-execution-role',
  'aws_iam_role.execution-role',
  'aws_iam_role.shared-execution-role',
  'aws_iam_role_policy.execution-limits',
  'aws_iam_role_policy.execution-policy',
  'aws_iam_role_policy.shared-execution-limits',
  'aws_iam_role_policy.shared-execution-policy',
  'aws_iam_role_policy.shared-execution-suspended',
  'aws_iam_role_policy_attachment.attached',
  'aws_iam_role_policy_attachment.shared-attached',
  'aws_sagemaker_domain.domain',
  'aws_iam_role_policy.execution-suspended',
  'aws_sagemaker_user_profile.profile',
  'aws_security_group.own-apps',
  'aws_security_group.studio-apps',
  'aws_vpc_security_group_egress_rule.own-apps-to-apps',
  // of former versions: a domain that is handed over without a deployment in between keeps them
  'aws_vpc_security_group_egress_rule.studio-apps-to-apps',
  'aws_vpc_security_group_ingress_rule.studio-apps-from-apps',
  'aws_vpc_security_group_egress_rule.studio-apps-to-endpoints',
  'aws_vpc_security_group_egress_rule.studio-apps-to-home-file-system',
  'aws_vpc_security_group_egress_rule.studio-apps-to-s3',
  'aws_vpc_security_group_ingress_rule.own-apps-from-apps',
  recordAddress('studio.domain.create.name'),
  recordAddress('studio.domain.create.kmsKeyArn'),
  recordAddress('studio.domain.create.homeFileSystemOnDestroy'),
];

/** What all apps of a domain run with, where people share a role. */
export interface AppSettings {
  readonly executionRoleArn: string;
  readonly securityGroupIds: readonly string[];
}

interface CreatedDomain {
  readonly domainId: string;
  /** What profiles are made with on first use; undefined: they are made here. */
  readonly profilesOnFirstUse: AppSettings | undefined;
}

/** Creates the domain, with execution roles, and profiles unless they are made on first use. */
export function addDomain(
  stack: EnvironmentStack,
  { vpc, endpoints }: Pick<NetworkStack, 'vpc' | 'endpoints'>,
  settings: DomainSettings,
): CreatedDomain {
  const { region, studio, protectFromDestroy } = stack.environment;
  const s3 = new DataAwsPrefixList(stack, 's3', { name: s3GatewayServiceName(region) });
  const securityGroup = addStudioSecurityGroup(stack, vpc, s3.id);
  const isShared = studio.executionRoles === 'shared';
  const securityGroupIds = isShared
    ? [securityGroup.id]
    : [securityGroup.id, addOwnSecurityGroups(stack, vpc.id)];
  const boundaryArn = addExecutionBoundary(stack, {
    instanceTypes: studio.instanceTypes,
    hasRemoteAccess: studio.remoteAccess,
  });
  // a domain must have a default role; profiles have their own, so this one has no permissions
  const defaultRole = new IamRole(stack, 'default-execution-role', {
    name: stack.physicalName('no-access'),
    description: 'Default of the Studio domain, without permissions: every profile has a role of its own',
    assumeRolePolicy: executionTrustPolicy(stack),
    permissionsBoundary: boundaryArn,
  });
  const domain = new SagemakerDomain(stack, 'domain', {
    domainName: settings.name,
    // presigned URLs exist only in IAM mode
    authMode: 'IAM',
    appNetworkAccessType: 'VpcOnly',
    vpcId: vpc.id,
    subnetIds: vpc.subnetIds,
    ...(settings.kmsKeyArn !== undefined && { kmsKeyId: settings.kmsKeyArn }),
    defaultUserSettings: {
      executionRole: defaultRole.arn,
      securityGroups: [securityGroup.id],
      studioWebPortal: 'ENABLED',
      defaultLandingUri: 'studio::',
    },
    domainSettings: { executionRoleIdentityConfig: 'USER_PROFILE_NAME' },
    retentionPolicy: {
      homeEfsFileSystem: settings.homeFileSystemOnDestroy === 'delete' ? 'Delete' : 'Retain',
    },
    lifecycle: { preventDestroy: protectFromDestroy, ignoreChanges: settledAtCreation },
  });
  const props: ExecutionRolesProps = {
    suspended: studio.suspended,
    policyArns: settings.executionPolicyArns,
    domainId: domain.id,
    kmsKeyArn: settings.kmsKeyArn,
    entryPoints: entryPointsOf(stack, { vpc, endpoints }),
    boundaryArn,
    homeFileSystemId: domain.homeEfsFileSystemId,
    subnetIds: vpc.subnetIds,
    securityGroupIds,
    hasRemoteAccess: studio.remoteAccess,
  };
  const roles = isShared
    ? addSharedExecutionRole(stack, props)
    : addExecutionRoles(stack, { ...props, users: studio.users });
  const isOnFirstUse = studio.profiles === 'on-first-use';
  if (isOnFirstUse) forgetUserProfiles(stack);
  else addUserProfiles(stack, { domainId: domain.id, roles, securityGroupIds });
  addUserMoves(stack, settings.executionPolicyArns);
  guardDomain(stack);
  guardDomainSettings(stack, settings);
  addDomainCheck(stack, { defaultRole, securityGroup, subnetIds: vpc.subnetIds });
  return {
    domainId: domain.id,
    profilesOnFirstUse: isOnFirstUse ? { executionRoleArn: roles.arnOfEach, securityGroupIds } : undefined,
  };
}

/** Takes a domain that exists, and refuses, forgets or destroys one that was created before. */
export function adoptDomain(stack: EnvironmentStack): void {
  const { protectFromDestroy, release, studio } = stack.environment;
  const isReleased = release.includes('studio.domain');
  guardDomain(stack);
  tellOfOthersRoles(stack);
  if (isReleased) {
    // former versions have other addresses; attachments cannot be found, since the file names no policies any more
    addUserMoves(stack, []);
    const removed = studio.removedUsers.length > 0 ? [removedProfiles] : [];
    forgetResources(stack, 'released-domain', [...addressesOfDomain, ...removed]);
  } else if (protectFromDestroy) {
    keepProtection(stack);
  }
}

/** Tells in every plan what `studio.suspended` cannot do in a domain whose profiles and roles are managed elsewhere. */
function tellOfOthersRoles(stack: EnvironmentStack): void {
  const { suspended, domain } = stack.environment.studio;
  if (suspended.length === 0) return;
  // Terraform wants a condition that refers to something
  const roles = new TerraformLocal(stack, 'roles-of-suspended-users', 'managed elsewhere');
  addDriftCheck(stack, 'suspended-users', [
    {
      condition: `local.${roles.friendlyUniqueId} == "managed here"`,
      message: `studio.suspended: ${suspended.join(', ')} can get and use no URL of the API, and not sign in. The domain ${domain.existing?.domainId ?? ''} exists already, so the roles of their notebooks are managed elsewhere: take these roles' rights away there.`,
    },
  ]);
}

function keepProtection(stack: EnvironmentStack): void {
  const unused = 'unused';
  new SagemakerDomain(stack, 'domain', {
    ...protectedAndUnwanted,
    domainName: unused,
    authMode: 'IAM',
    vpcId: unused,
    subnetIds: [unused],
    defaultUserSettings: { executionRole: 'arn:aws:iam::000000000000:role/unused' },
  });
  new SagemakerUserProfile(stack, 'profile', {
    ...protectedAndUnwanted,
    domainId: unused,
    userProfileName: unused,
  });
}

/** Guards the settings that a domain keeps from its creation to its end. */
function guardDomainSettings(stack: EnvironmentStack, settings: DomainSettings): void {
  const replaces =
    'The change would replace the domain: every profile and everybody\'s files would be lost. Put the former value back, or set "protectFromDestroy": false to lose them on purpose.';
  const refusal = stack.environment.protectFromDestroy ? replaces : undefined;
  guardSetting(stack, { setting: 'studio.domain.create.name', value: settings.name, refusal });
  guardSetting(stack, {
    setting: 'studio.domain.create.kmsKeyArn',
    value: settings.kmsKeyArn ?? 'the key that AWS manages',
    refusal,
  });
  guardSetting(stack, {
    setting: 'studio.domain.create.homeFileSystemOnDestroy',
    value: settings.homeFileSystemOnDestroy,
    // also without protection: files would be kept or deleted although the environment file says otherwise
    refusal:
      'It is decided when the domain is created. Put the former value back; files that are kept can be deleted by hand after the domain.',
  });
}
