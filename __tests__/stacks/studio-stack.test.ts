import { synthesize, synthesizeVariant } from '../../test-support/synthesize';
import { resourceOf, resourcesOf, type StackId, type StackJson } from '../../test-support/terraform-json';

const example = synthesize();
const unprotected = synthesize({
  protectFromDestroy: false,
  'studio.domain': { create: { name: 'studio', homeFileSystemOnDestroy: 'delete' } },
});

describe('the Studio domain', () => {
  it('is private, in IAM mode, and keeps home directories', () => {
    expect(resourceOf(example.studio, 'aws_sagemaker_domain', 'domain')).toMatchObject({
      app_network_access_type: 'VpcOnly',
      auth_mode: 'IAM',
      domain_settings: { execution_role_identity_config: 'USER_PROFILE_NAME' },
      retention_policy: { home_efs_file_system: 'Retain' },
      lifecycle: { prevent_destroy: true },
    });
  });

  it('gives every profile a role of its own', () => {
    expect(resourceOf(example.studio, 'aws_sagemaker_user_profile', 'profile-alice')).toMatchObject({
      user_profile_name: 'alice',
      user_settings: { execution_role: '${aws_iam_role.execution-role-alice.arn}' },
    });
  });

  it('keeps role names within what IAM allows, and apart', () => {
    const users = ['a'.repeat(63), `${'a'.repeat(62)}b`];
    const { studio } = synthesize({ 'studio.users': users });
    const names = Object.values(resourcesOf(studio, 'aws_iam_role')).map(({ name }) => String(name));
    expect(new Set(names).size).toBe(3);
    for (const name of names) expect(name).toMatch(/^[\w+=,.@-]{1,64}$/);
  });

  it('is protected as every stack is: one protected resource each makes a destroy of the whole stack fail', () => {
    const guarded = (stacks: Record<StackId, StackJson>) =>
      Object.entries(stacks).map(([id, stack]) => [
        id,
        JSON.stringify(stack).includes('"prevent_destroy":true'),
      ]);
    expect(guarded(example)).toEqual([
      ['network', true],
      ['identity', true],
      ['studio', true],
      ['private-api', true],
    ]);
    expect(guarded(unprotected)).toEqual([
      ['network', false],
      ['identity', false],
      ['studio', false],
      ['private-api', false],
    ]);
  });

  it('has a place for every user and policy, whatever their names', () => {
    const { identity, studio } = synthesize({
      'studio.users': ['pool', 'alice', 'alice-Foo', 'policy', 'role'],
      'studio.domain': {
        create: {
          name: 'studio',
          executionPolicyArns: ['arn:aws:iam::aws:policy/Foo', 'arn:aws:iam::111122223333:policy/Foo'],
        },
      },
    });
    expect(Object.keys(resourcesOf(identity, 'aws_cognito_user'))).toHaveLength(5);
    expect(Object.keys(resourcesOf(studio, 'aws_iam_role_policy_attachment'))).toHaveLength(10);
  });

  it('keeps the subnets of the first deployment, as the provider would replace it for others', () => {
    expect(resourceOf(example.studio, 'aws_sagemaker_domain', 'domain')).toMatchObject({
      lifecycle: { ignore_changes: ['subnet_ids'] },
    });
  });

  it('can be destroyed once that is asked for', () => {
    expect(resourceOf(unprotected.studio, 'aws_sagemaker_domain', 'domain')).toMatchObject({
      retention_policy: { home_efs_file_system: 'Delete' },
      lifecycle: { prevent_destroy: false },
    });
    expect(resourceOf(unprotected.identity, 'aws_cognito_user_pool', 'user-pool')).toMatchObject({
      deletion_protection: 'INACTIVE',
      lifecycle: { prevent_destroy: false },
    });
  });
});

it('an adopted domain is left alone: no domain, no profile, no execution role', () => {
  const stacks = synthesizeVariant('adopted domain');
  expect(stacks.studio.resource).toBeUndefined();
  expect(JSON.stringify(stacks['private-api'])).toContain('user-profile/d-0123456789ab/*');
  expect(Object.keys(resourcesOf(stacks.identity, 'aws_cognito_user'))).toEqual(['login-alice', 'login-bob']);
});
