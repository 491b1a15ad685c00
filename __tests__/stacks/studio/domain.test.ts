import { synthesize } from '../../../test-support/synthesize';
import { resourceOf, type StackJson } from '../../../test-support/terraform-json';

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

  it('keeps the settings of its creation, where the provider would replace it or fail to change it', () => {
    const { lifecycle } = resourceOf(example.studio, 'aws_sagemaker_domain', 'domain');
    expect(lifecycle).toMatchObject({
      ignore_changes: expect.arrayContaining([
        'subnet_ids',
        'default_user_settings',
        'retention_policy',
      ]) as [],
    });
  });

  it('is handed over whole: every resource that creating it adds is forgotten', () => {
    const released = synthesize({
      release: ['studio.domain'],
      'studio.domain': { existing: { domainId: 'd-0123456789ab' } },
    }).studio;
    const addresses = (stack: StackJson) =>
      Object.entries(stack.resource ?? {}).flatMap(([type, resources]) =>
        Object.keys(resources).map((name) => `${type}.${name}`),
      );
    const kept = addresses(released);
    const ofSharedRole = [
      'aws_iam_role.shared-execution-role',
      'aws_iam_role_policy.shared-execution-limits',
      'aws_iam_role_policy.shared-execution-policy',
      'aws_iam_role_policy.shared-execution-suspended',
      'aws_iam_role_policy_attachment.shared-attached',
    ];
    // the rules by which all apps could connect to each other
    const ofFormerVersions = [
      'aws_vpc_security_group_egress_rule.studio-apps-to-apps',
      'aws_vpc_security_group_ingress_rule.studio-apps-from-apps',
    ];
    expect(released.removed?.map(({ from }) => from).toSorted()).toEqual(
      [
        ...addresses(example.studio).filter((address) => !kept.includes(address)),
        ...ofSharedRole,
        ...ofFormerVersions,
      ].toSorted(),
    );
    expect(new Set(released.removed?.map(({ lifecycle }) => lifecycle.destroy))).toEqual(new Set([false]));
  });

  it('is handed over whole with a role that all users share', () => {
    const shared = synthesize({
      'studio.executionRoles': 'shared',
      'studio.suspended': ['bob'],
      'studio.domain': {
        create: { name: 'studio', executionPolicyArns: ['arn:aws:iam::111122223333:policy/data'] },
      },
    }).studio;
    const released = synthesize({
      release: ['studio.domain'],
      'studio.domain': { existing: { domainId: 'd-0123456789ab' } },
    }).studio;
    const forgotten = new Set(released.removed?.map(({ from }) => from));
    const ofRole = Object.entries(shared.resource ?? {}).flatMap(([type, resources]) =>
      Object.keys(resources)
        .filter((name) => name.startsWith('shared-'))
        .map((name) => `${type}.${name}`),
    );
    expect(ofRole).toHaveLength(5);
    expect(ofRole.filter((address) => !forgotten.has(address))).toEqual([]);
  });

  it('is handed over with the profiles of removed users', () => {
    const { studio } = synthesize({
      release: ['studio.domain'],
      'studio.domain': { existing: { domainId: 'd-0123456789ab' } },
      'studio.users': ['alice'],
      'studio.removedUsers': ['bob'],
    });
    expect(studio.removed).toContainEqual({
      from: 'aws_sagemaker_user_profile.removed-profile',
      lifecycle: { destroy: false },
    });
  });

  it('tells, where it is adopted, whose notebooks keep their rights', () => {
    const adopted = { 'studio.domain': { existing: { domainId: 'd-0123456789ab' } } };
    const checks = (changes: object) => JSON.stringify(synthesize({ ...adopted, ...changes }).studio);
    expect(checks({ 'studio.suspended': ['bob'] })).toMatch(
      /studio\.suspended: bob can .* managed elsewhere/,
    );
    expect(checks({})).not.toContain('studio.suspended');
  });

  it('keeps its protection while it is adopted, unless it is handed over or unprotected', () => {
    const adopted = { 'studio.domain': { existing: { domainId: 'd-0123456789ab' } } };
    const { studio } = synthesize(adopted);
    for (const [type, name] of [
      ['aws_sagemaker_domain', 'domain'],
      ['aws_sagemaker_user_profile', 'profile'],
    ] as const) {
      expect(resourceOf(studio, type, name)).toMatchObject({
        count: 0,
        lifecycle: { prevent_destroy: true },
      });
    }
    const unguarded = synthesize({ ...adopted, protectFromDestroy: false }).studio;
    expect(Object.keys(unguarded.resource ?? {})).toEqual(['terraform_data']);
  });

  it('can be destroyed once that is asked for', () => {
    expect(resourceOf(unprotected.studio, 'aws_sagemaker_domain', 'domain')).toMatchObject({
      retention_policy: { home_efs_file_system: 'Delete' },
      lifecycle: { prevent_destroy: false },
    });
  });
});
