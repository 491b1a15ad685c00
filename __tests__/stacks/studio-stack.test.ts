import { synthesize, synthesizeVariant } from '../../test-support/synthesize';
import type { StackId } from '../../config/stack-ids';
import { resourceOf, type StackJson } from '../../test-support/terraform-json';

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
    expect(resourceOf(example.studio, 'aws_sagemaker_user_profile', 'profile')).toMatchObject({
      for_each: '${toset(["alice", "bob"])}',
      user_profile_name: '${each.value}',
      user_settings: { execution_role: '${aws_iam_role.execution-role[each.key].arn}' },
    });
    expect(resourceOf(example.studio, 'aws_iam_role', 'execution-role')).toMatchObject({
      for_each: { alice: 'studio-access-example-user-alice', bob: 'studio-access-example-user-bob' },
      name: '${each.value}',
    });
  });

  it('gives users different role names, which IAM allows', () => {
    const users = ['a'.repeat(63), `${'a'.repeat(62)}b`];
    const { studio } = synthesize({ 'studio.users': users });
    const names = Object.values(
      resourceOf(studio, 'aws_iam_role', 'execution-role').for_each as Record<string, string>,
    );
    expect(new Set(names).size).toBe(2);
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

  it('has an address for every user and policy, whatever their names', () => {
    const { identity, studio } = synthesize({
      'studio.users': ['pool', 'alice', 'alice-foo', 'policy', 'role'],
      'studio.domain': {
        create: {
          name: 'studio',
          executionPolicyArns: ['arn:aws:iam::aws:policy/foo', 'arn:aws:iam::111122223333:policy/foo'],
        },
      },
    });
    expect(resourceOf(identity, 'aws_cognito_user', 'login').for_each).toBe(
      '${toset(["pool", "alice", "alice-foo", "policy", "role"])}',
    );
    const { for_each } = resourceOf(studio, 'aws_iam_role_policy_attachment', 'attached');
    expect(Object.keys(for_each as object)).toHaveLength(10);
    expect(for_each).toMatchObject({
      'alice-foo arn:aws:iam::aws:policy/foo': {
        user: 'alice-foo',
        policy_arn: 'arn:aws:iam::aws:policy/foo',
      },
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
    expect(released.removed?.map(({ from }) => from).toSorted()).toEqual(
      addresses(example.studio)
        .filter((address) => !kept.includes(address))
        .toSorted(),
    );
    expect(new Set(released.removed?.map(({ lifecycle }) => lifecycle.destroy))).toEqual(new Set([false]));
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
    expect(resourceOf(unprotected.identity, 'aws_cognito_user_pool', 'user-pool')).toMatchObject({
      deletion_protection: 'INACTIVE',
      lifecycle: { prevent_destroy: false },
    });
  });
});

it('an adopted domain is left alone: no domain, no profile, no execution role', () => {
  const stacks = synthesizeVariant('adopted domain');
  const resources = Object.entries(stacks.studio.resource ?? {}).filter(
    ([type]) => type !== 'terraform_data',
  );
  const counts = resources.flatMap(([, named]) => Object.values(named).map(({ count }) => count));
  expect(counts).toEqual([0, 0]);
  expect(JSON.stringify(stacks['private-api'])).toContain('user-profile/d-0123456789ab/*');
  expect(resourceOf(stacks.identity, 'aws_cognito_user', 'login').for_each).toBe(
    '${toset(["alice", "bob"])}',
  );
});
