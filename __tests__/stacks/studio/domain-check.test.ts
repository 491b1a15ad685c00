import { synthesize } from '../../../test-support/synthesize';
import { evaluate } from '../../../test-support/terraform-expression';
import { resourceOf } from '../../../test-support/terraform-json';

const { studio } = synthesize();
const { assert } = (
  studio as unknown as { check: Record<'studio-domain', { assert: Record<string, string>[] }> }
).check['studio-domain'];

const networkOutput = (zone: string) =>
  `data.terraform_remote_state.cross-stack-reference-input-network.outputs.cross-stack-output-aws_subnetprivate${zone}id`;

/** The apps' settings, each a block that occurs once or not at all. */
const apps = {
  code_editor_app_settings: [],
  jupyter_lab_app_settings: [],
  jupyter_server_app_settings: [],
  kernel_gateway_app_settings: [],
  r_session_app_settings: [],
};

const userSettings = {
  ...apps,
  security_groups: ['sg-apps'],
  execution_role: 'role',
  studio_web_portal: 'ENABLED',
  default_landing_uri: 'studio::',
  sharing_settings: [],
  custom_file_system_config: [],
};

const domainSettings = {
  security_group_ids: null,
  execution_role_identity_config: 'USER_PROFILE_NAME',
  docker_settings: [],
  r_studio_server_pro_domain_settings: [],
};

/** The domain as this project makes it, in the provider's attributes. */
const created = {
  app_network_access_type: 'VpcOnly',
  subnet_ids: ['subnet-a', 'subnet-b'],
  default_user_settings: [userSettings],
  domain_settings: [domainSettings],
  default_space_settings: [],
  tag_propagation: '',
};

/** The settings that the check warns about, in the words of its messages. */
function warningsFor(domain: object): string[] {
  const references = {
    'aws_sagemaker_domain.domain': domain,
    'aws_security_group.studio-apps.id': 'sg-apps',
    'aws_iam_role.default-execution-role.arn': 'role',
    [networkOutput('us-east-1a')]: 'subnet-a',
    [networkOutput('us-east-1b')]: 'subnet-b',
  };
  return assert
    .filter(({ condition = '' }) => evaluate(/^\$\{(.*)\}$/.exec(condition)?.[1] ?? '', references) !== true)
    .map(({ error_message = '' }) => /^studio\.domain: (.*) of the domain /.exec(error_message)?.[1] ?? '');
}

const withDomain = (changes: Partial<Record<keyof typeof created, unknown>>) => ({ ...created, ...changes });
const withUser = (changes: Partial<Record<keyof typeof userSettings, unknown>>) =>
  withDomain({ default_user_settings: [{ ...userSettings, ...changes }] });
const withSettings = (changes: Partial<Record<keyof typeof domainSettings, unknown>>) =>
  withDomain({ domain_settings: [{ ...domainSettings, ...changes }] });

const script = 'arn:aws:sagemaker:us-east-1:111122223333:studio-lifecycle-config/spy';
const image = { app_image_config_name: 'config', image_name: 'spy' };

describe('a plan warns', () => {
  it.each<[warning: string, domain: object]>([
    ['network access', withDomain({ app_network_access_type: 'PublicInternetOnly' })],
    ['subnets outside the environment file', withDomain({ subnet_ids: ['subnet-a', 'subnet-public'] })],
    ['security groups of its own', withSettings({ security_group_ids: ['sg-open'] })],
    ['default security groups', withUser({ security_groups: ['sg-apps', 'sg-open'] })],
    ['default security groups', withUser({ security_groups: [] })],
    ['default execution role', withUser({ execution_role: 'administrator' })],
    ['Studio for people', withUser({ studio_web_portal: 'DISABLED' })],
    ['landing page', withUser({ default_landing_uri: 'app:JupyterServer:' })],
    ['source identity of roles', withSettings({ execution_role_identity_config: 'DISABLED' })],
    ['Docker access', withSettings({ docker_settings: [{ enable_docker_access: 'ENABLED' }] })],
    ['sharing of notebook output', withUser({ sharing_settings: [{ notebook_output_option: 'Allowed' }] })],
    [
      'lifecycle configurations',
      withUser({ code_editor_app_settings: [{ lifecycle_config_arns: [script] }] }),
    ],
    [
      'lifecycle configurations',
      withUser({ jupyter_lab_app_settings: [{ lifecycle_config_arns: [script] }] }),
    ],
    [
      'lifecycle configurations',
      withUser({ jupyter_server_app_settings: [{ lifecycle_config_arns: [script] }] }),
    ],
    [
      'lifecycle configurations',
      withUser({ kernel_gateway_app_settings: [{ lifecycle_config_arns: [script] }] }),
    ],
    [
      'built-in lifecycle configurations',
      withUser({ jupyter_lab_app_settings: [{ built_in_lifecycle_config_arn: script }] }),
    ],
    ['custom images', withUser({ code_editor_app_settings: [{ custom_image: [image] }] })],
    ['custom images', withUser({ jupyter_lab_app_settings: [{ custom_image: [image] }] })],
    ['custom images', withUser({ kernel_gateway_app_settings: [{ custom_image: [image] }] })],
    ['custom images', withUser({ r_session_app_settings: [{ custom_image: [image] }] })],
    [
      'code repositories',
      withUser({
        jupyter_lab_app_settings: [{ code_repository: [{ repository_url: 'https://git.example' }] }],
      }),
    ],
    [
      'code repositories',
      withUser({
        jupyter_server_app_settings: [{ code_repository: [{ repository_url: 'https://git.example' }] }],
      }),
    ],
    [
      'roles for EMR',
      withUser({ jupyter_lab_app_settings: [{ emr_settings: [{ execution_role_arns: ['role'] }] }] }),
    ],
    [
      'file systems',
      withUser({ custom_file_system_config: [{ efs_file_system_config: [{ file_system_id: 'fs-1' }] }] }),
    ],
    ['RStudio', withSettings({ r_studio_server_pro_domain_settings: [{}] })],
    ['settings for shared spaces', withDomain({ default_space_settings: [{}] })],
    ['propagation of tags', withDomain({ tag_propagation: 'ENABLED' })],
  ])('about %s', (warning, domain) => {
    expect(warningsFor(domain)).toEqual([warning]);
  });

  it.each<[what: string, domain: object]>([
    ['as it was made', created],
    [
      'in fewer subnets than the network has: a zone was added later',
      withDomain({ subnet_ids: ['subnet-a'] }),
    ],
    ['with settings of apps that say nothing', withUser({ jupyter_lab_app_settings: [{}] })],
    ['whose tags are not propagated', withDomain({ tag_propagation: 'DISABLED' })],
  ])('of nothing for a domain %s', (_, domain) => {
    expect(warningsFor(domain)).toEqual([]);
  });

  it('about every setting whose changes Terraform ignores, except those of its creation', () => {
    const { ignore_changes } = resourceOf(studio, 'aws_sagemaker_domain', 'domain').lifecycle as {
      ignore_changes: string[];
    };
    const conditions = assert.map(({ condition }) => condition).join();
    const unchecked = ignore_changes.filter((name) => !conditions.includes(`domain.${name}`));
    // who manages the groups, and what a destroy keeps, change nothing for people in Studio
    expect(unchecked).toEqual(['app_security_group_management', 'retention_policy']);
  });
});
