import { synthesize } from '../../../test-support/synthesize';
import { evaluate } from '../../../test-support/terraform-expression';
import { resourceOf, resourcesOf } from '../../../test-support/terraform-json';

const shared = (changes: Readonly<Record<string, unknown>> = {}) =>
  synthesize({ 'studio.executionRoles': 'shared', ...changes }).studio;

describe('the execution role that all users share', () => {
  it('is the role of every profile, and there are no roles and groups of single users', () => {
    const studio = shared({ 'studio.users': ['alice', 'bob', 'carol'] });
    expect(Object.keys(resourcesOf(studio, 'aws_iam_role')).toSorted()).toEqual([
      'default-execution-role',
      'shared-execution-role',
    ]);
    expect(Object.keys(resourcesOf(studio, 'aws_security_group'))).toEqual(['studio-apps']);
    expect(resourceOf(studio, 'aws_sagemaker_user_profile', 'profile')).toMatchObject({
      for_each: { alice: {}, bob: {}, carol: {} },
      user_settings: {
        execution_role: '${aws_iam_role.shared-execution-role.arn}',
        security_groups: ['${aws_security_group.studio-apps.id}'],
      },
    });
  });

  it("holds IAM's variable for the source identity, not a reference of Terraform", () => {
    for (const id of ['shared-execution-policy', 'shared-execution-limits']) {
      const text = String(resourceOf(shared(), 'aws_iam_role_policy', id).policy);
      expect(text).toContain('/$${aws:SourceIdentity}');
      expect(text.replaceAll('$${aws:', '')).not.toContain('${aws:');
    }
  });

  it('lets nothing connect to the apps: they have one group, which admits nothing', () => {
    const ofApps = (direction: string) =>
      Object.keys(resourcesOf(shared(), `aws_vpc_security_group_${direction}_rule`)).filter((id) =>
        id.includes('apps'),
      );
    expect(ofApps('ingress')).toEqual([]);
    expect(ofApps('egress').toSorted()).toEqual([
      'studio-apps-to-endpoints',
      'studio-apps-to-home-file-system',
      'studio-apps-to-s3',
    ]);
  });

  it('gets its limits, and the Deny of leavers, before its rights, and loses them after', () => {
    const studio = shared({
      'studio.suspended': ['bob'],
      'studio.domain': {
        create: { name: 'studio', executionPolicyArns: ['arn:aws:iam::111122223333:policy/data'] },
      },
    });
    const denials = ['limits', 'suspended'].map((id) => `aws_iam_role_policy.shared-execution-${id}`);
    for (const rights of [
      resourceOf(studio, 'aws_iam_role_policy', 'shared-execution-policy'),
      resourceOf(studio, 'aws_iam_role_policy_attachment', 'shared-attached'),
    ])
      expect(rights.depends_on).toEqual(expect.arrayContaining(denials));
    expect(resourceOf(studio, 'aws_sagemaker_user_profile', 'profile').depends_on).toEqual(
      expect.arrayContaining([...denials, 'aws_iam_role_policy.shared-execution-policy']),
    );
  });

  it.each([
    ['that passes the name on', [{ execution_role_identity_config: 'USER_PROFILE_NAME' }], true],
    ['whose setting is off', [{ execution_role_identity_config: 'DISABLED' }], false],
    ['without the setting', [{ execution_role_identity_config: null }], false],
    ['without settings', [], false],
  ])('a domain %s', (_, settings, isAccepted) => {
    const { lifecycle } = resourceOf(shared(), 'aws_iam_role', 'shared-execution-role') as {
      lifecycle: { precondition: { condition: string }[] };
    };
    const condition = lifecycle.precondition[0]?.condition ?? '';
    const value = evaluate(/^\$\{(.*)\}$/.exec(condition)?.[1] ?? '', {
      'aws_sagemaker_domain.domain': { domain_settings: settings },
    });
    expect(value).toBe(isAccepted);
  });

  describe('with leavers', () => {
    const people = (count: number) => Array.from({ length: count }, (_, index) => `leaver-${index + 100}`);

    it.each([
      [100, {}],
      [50, { 'studio.remoteAccess': true, 'corporate.egressCidrs': ['198.51.100.0/28'] }],
    ])('has room for %d of them with the settings %j', (count, changes) => {
      const names = people(count);
      expect(() => shared({ ...changes, 'studio.users': names, 'studio.suspended': names })).not.toThrow();
    });

    it('refuses more than IAM takes at synthesis', () => {
      expect(() => shared({ 'studio.removedUsers': people(300) })).toThrow(
        /^the inline policies of the shared execution role would have \d+ characters, expected at most 10240: shorten studio\.suspended and studio\.removedUsers/,
      );
    });
  });
});
