import type { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import type { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { Token } from 'cdktf';
import type { EnvironmentStack } from '../../constructs/environment-stack';
import { addDriftCheck, type Assertion } from '../../constructs/protection';

interface DomainCheckProps {
  readonly subnetIds: readonly string[];
  readonly defaultRole: IamRole;
  readonly securityGroup: SecurityGroup;
}

const domain = 'aws_sagemaker_domain.domain';
const userSettings = `${domain}.default_user_settings`;

/** Settings of apps that can hold lifecycle configurations: scripts that run in everybody's apps. */
const scriptedApps = [
  'code_editor_app_settings',
  'jupyter_lab_app_settings',
  'jupyter_server_app_settings',
  'kernel_gateway_app_settings',
];

/** Settings of apps that can hold images: code that runs in everybody's apps. */
const appsWithImages = [
  'code_editor_app_settings',
  'jupyter_lab_app_settings',
  'kernel_gateway_app_settings',
  'r_session_app_settings',
];

/** An attribute of a block that occurs once or not at all, as a list. */
const each = (blocks: string, attribute: string) => `[for settings in ${blocks} : settings.${attribute}]`;

/** An attribute of several apps' settings, as one list without nulls. */
const ofApps = (apps: readonly string[], attribute: string) =>
  `[for value in flatten([${apps
    .map((app) => `[for user in ${userSettings} : ${each(`user.${app}`, attribute)}]`)
    .join(', ')}]) : value if value != null]`;

/** Warns about settings of the domain, changed outside this project, that keep people apart and in the network. */
export function addDomainCheck(
  stack: EnvironmentStack,
  { defaultRole, securityGroup, subnetIds }: DomainCheckProps,
): void {
  const role = `aws_iam_role.${defaultRole.friendlyUniqueId}.arn`;
  const group = `aws_security_group.${securityGroup.friendlyUniqueId}.id`;
  // a domain stays in the subnets of its creation when a zone is added to the network
  const ownSubnets = subnetIds.map((id) => (Token.isUnresolved(id) ? id : JSON.stringify(id)));
  const otherSubnets = `setsubtract(${domain}.subnet_ids, [${ownSubnets.join(',')}])`;
  const ownGroups = `flatten([for settings in ${domain}.domain_settings : coalesce(settings.security_group_ids, toset([]))])`;
  addDriftCheck(stack, 'studio-domain', [
    same('network access', `${domain}.app_network_access_type`, '"VpcOnly"'),
    none('subnets outside the environment file', otherSubnets),
    none('security groups of its own', ownGroups),
    same('default security groups', `flatten(${each(userSettings, 'security_groups')})`, `[${group}]`),
    same('default execution role', each(userSettings, 'execution_role'), `[${role}]`),
    same('Studio for people', each(userSettings, 'studio_web_portal'), '["ENABLED"]'),
    same('landing page', each(userSettings, 'default_landing_uri'), '["studio::"]'),
    same(
      'source identity of roles',
      each(`${domain}.domain_settings`, 'execution_role_identity_config'),
      '["USER_PROFILE_NAME"]',
    ),
    none('Docker access', `flatten([for settings in ${domain}.domain_settings : settings.docker_settings])`),
    none('sharing of notebook output', `flatten(${each(userSettings, 'sharing_settings')})`),
    none('lifecycle configurations', ofApps(scriptedApps, 'lifecycle_config_arns')),
    none(
      'built-in lifecycle configurations',
      ofApps(['code_editor_app_settings', 'jupyter_lab_app_settings'], 'built_in_lifecycle_config_arn'),
    ),
    none('custom images', ofApps(appsWithImages, 'custom_image')),
    none(
      'code repositories',
      ofApps(['jupyter_lab_app_settings', 'jupyter_server_app_settings'], 'code_repository'),
    ),
    none('roles for EMR', ofApps(['jupyter_lab_app_settings'], 'emr_settings')),
    none('file systems', `flatten(${each(userSettings, 'custom_file_system_config')})`),
    none(
      'RStudio',
      `flatten([for settings in ${domain}.domain_settings : settings.r_studio_server_pro_domain_settings])`,
    ),
    none('settings for shared spaces', `${domain}.default_space_settings`),
    {
      condition: `${domain}.tag_propagation != "ENABLED"`,
      message: changed('propagation of tags', 'DISABLED', `\${${domain}.tag_propagation}`),
    },
  ]);
}

function same(what: string, got: string, expected: string): Assertion {
  return {
    condition: `jsonencode(${got}) == jsonencode(${expected})`,
    message: changed(what, `\${jsonencode(${expected})}`, `\${jsonencode(${got})}`),
  };
}

function none(what: string, got: string): Assertion {
  return { condition: `length(${got}) == 0`, message: changed(what, 'none', `\${jsonencode(${got})}`) };
}

function changed(what: string, expected: string, got: string): string {
  return `studio.domain: ${what} of the domain \${${domain}.id}, changed outside this project: expected ${expected}, got ${got}. A deployment does not change it back. Find out who changed it (UpdateDomain in CloudTrail), and change it back with aws sagemaker update-domain.`;
}
