import { synthesize } from '../../../test-support/synthesize';
import { resourceOf } from '../../../test-support/terraform-json';

describe('user profiles', () => {
  const example = synthesize();

  it('each have security groups of their own, and stop apps that nobody works in', () => {
    const { studio } = synthesize({ 'studio.idleTimeoutMinutes': 90 });
    const idle = {
      app_lifecycle_management: {
        idle_settings: { lifecycle_management: 'ENABLED', idle_timeout_in_minutes: 90 },
      },
    };
    expect(resourceOf(studio, 'aws_sagemaker_user_profile', 'profile').user_settings).toMatchObject({
      security_groups: ['${aws_security_group.studio-apps.id}', '${local.own-apps-id[each.key]}'],
      jupyter_lab_app_settings: idle,
      code_editor_app_settings: idle,
    });
    expect(resourceOf(studio, 'aws_security_group', 'own-apps')).toMatchObject({
      for_each: { alice: 'alice', bob: 'bob' },
      name: 'studio-access-example-apps-of-${each.key}',
    });
  });

  it('each have a role of their own', () => {
    expect(resourceOf(example.studio, 'aws_sagemaker_user_profile', 'profile')).toMatchObject({
      for_each: { alice: {}, bob: {} },
      user_profile_name: '${each.key}',
      user_settings: { execution_role: '${local.execution-role-arn[each.key]}' },
    });
  });

  it('of removed users are forgotten, not deleted: a space would stop the deployment', () => {
    const { studio } = synthesize({ 'studio.users': ['alice'], 'studio.removedUsers': ['bob'] });
    expect(studio.removed).toEqual([
      { from: 'aws_sagemaker_user_profile.removed-profile', lifecycle: { destroy: false } },
    ]);
    expect(studio.moved).toContainEqual({
      from: 'aws_sagemaker_user_profile.profile["bob"]',
      to: 'aws_sagemaker_user_profile.removed-profile["bob"]',
    });
    expect(example.studio.removed).toBeUndefined();
  });

  it('are made by nobody here, and forgotten where they were listed before, when they are made on first use', () => {
    const { studio } = synthesize({ 'studio.executionRoles': 'shared', 'studio.profiles': 'on-first-use' });
    expect(studio.resource).not.toHaveProperty('aws_sagemaker_user_profile');
    expect(studio.removed).toEqual(
      ['profile', 'removed-profile'].map((name) => ({
        from: `aws_sagemaker_user_profile.${name}`,
        lifecycle: { destroy: false },
      })),
    );
  });

  it('of removed users keep their names taken, in every stack that would make something for a new owner', () => {
    const stacks = synthesize({ 'studio.users': ['alice'], 'studio.removedUsers': ['bob'] });
    for (const stack of [stacks.identity, stacks.studio])
      expect(resourceOf(stack, 'terraform_data', 'protectFromDestroy-studio-removedUsers')).toMatchObject({
        for_each: { bob: 'bob' },
        lifecycle: { prevent_destroy: true },
      });
  });
});
