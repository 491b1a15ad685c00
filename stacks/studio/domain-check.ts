import type { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import type { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import type { EnvironmentStack } from '../../constructs/environment-stack';
import { addDriftCheck, type Assertion } from '../../constructs/protection';

interface DomainCheckProps {
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

/** An attribute of a block that occurs once or not at all, as a list. */
const each = (blocks: string, attribute: string) => `[for settings in ${blocks} : settings.${attribute}]`;

/** Warns about settings of the domain, changed outside this project, that keep people apart and in the network. */
export function addDomainCheck(
  stack: EnvironmentStack,
  { defaultRole, securityGroup }: DomainCheckProps,
): void {
  const role = `aws_iam_role.${defaultRole.friendlyUniqueId}.arn`;
  const group = `aws_security_group.${securityGroup.friendlyUniqueId}.id`;
  const scripts = `flatten([${scriptedApps
    .map((app) => `[for user in ${userSettings} : ${each(`user.${app}`, 'lifecycle_config_arns')}]`)
    .join(', ')}])`;
  addDriftCheck(stack, 'studio-domain', [
    same('network access', `${domain}.app_network_access_type`, '"VpcOnly"'),
    same('default security groups', `flatten(${each(userSettings, 'security_groups')})`, `[${group}]`),
    same('default execution role', each(userSettings, 'execution_role'), `[${role}]`),
    same('Studio for people', each(userSettings, 'studio_web_portal'), '["ENABLED"]'),
    same(
      'source identity of roles',
      each(`${domain}.domain_settings`, 'execution_role_identity_config'),
      '["USER_PROFILE_NAME"]',
    ),
    none('Docker access', `flatten([for settings in ${domain}.domain_settings : settings.docker_settings])`),
    none('sharing of notebook output', `flatten(${each(userSettings, 'sharing_settings')})`),
    none('lifecycle configurations', scripts),
    none('settings for shared spaces', `${domain}.default_space_settings`),
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
