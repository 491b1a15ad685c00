import { synthesize } from '../../../test-support/synthesize';
import { resourceOf } from '../../../test-support/terraform-json';

describe('execution roles', () => {
  it('are one for each user', () => {
    expect(resourceOf(synthesize().studio, 'aws_iam_role', 'execution-role')).toMatchObject({
      for_each: { alice: 'studio-access-example-user-alice', bob: 'studio-access-example-user-bob' },
      name: '${each.value}',
    });
  });

  it('have different names, which IAM allows', () => {
    const users = ['a'.repeat(63), `${'a'.repeat(62)}b`];
    const { studio } = synthesize({ 'studio.users': users });
    const names = Object.values(
      resourceOf(studio, 'aws_iam_role', 'execution-role').for_each as Record<string, string>,
    );
    expect(new Set(names).size).toBe(2);
    for (const name of names) expect(name).toMatch(/^[\w+=,.@-]{1,64}$/);
  });

  it('may do nothing for suspended users; the Deny comes before their rights and goes after them', () => {
    const { studio } = synthesize({ 'studio.suspended': ['bob'] });
    expect(resourceOf(studio, 'aws_iam_role_policy', 'execution-suspended')).toMatchObject({
      for_each: '${toset(["bob"])}',
      role: '${local.execution-role-id[each.key]}',
    });
    for (const rights of [
      resourceOf(studio, 'aws_iam_role_policy', 'execution-policy'),
      resourceOf(studio, 'aws_iam_role_policy_attachment', 'attached'),
    ])
      expect(rights.depends_on).toContain('local.limits-of-roles');
    expect(studio.locals?.['limits-of-roles']).toContain('${aws_iam_role_policy.execution-suspended}');
  });

  it('have an address for every user and policy, whatever their names', () => {
    const { studio } = synthesize({
      'studio.users': ['pool', 'alice', 'alice-foo', 'policy', 'role'],
      'studio.domain': {
        create: {
          name: 'studio',
          executionPolicyArns: ['arn:aws:iam::aws:policy/foo', 'arn:aws:iam::111122223333:policy/foo'],
        },
      },
    });
    const { for_each } = resourceOf(studio, 'aws_iam_role_policy_attachment', 'attached');
    expect(Object.keys(for_each as object)).toHaveLength(10);
    expect(for_each).toMatchObject({
      'alice-foo arn:aws:iam::aws:policy/foo': {
        user: 'alice-foo',
        policy_arn: 'arn:aws:iam::aws:policy/foo',
      },
    });
  });
});
