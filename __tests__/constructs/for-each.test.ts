import { variants } from '../../test-support/environments';
import { synthesize } from '../../test-support/synthesize';
import type { Attributes, StackJson } from '../../test-support/terraform-json';

/** Deployments that make something for each person. */
const deployments = Object.entries(variants).filter(([, changes]) => !('studio.domain' in changes));

/** What Terraform would do for each of the instances with all the others. */
function slowParts({ resource: types = {} }: StackJson): string[] {
  const resources = Object.entries(types).flatMap(([type, named]) =>
    Object.entries(named).map(([name, attributes]) => [`${type}.${name}`, attributes] as const),
  );
  const isMany = ({ for_each }: Attributes) => String(for_each).startsWith('${local.');
  const many = new Set<string>(
    resources.filter(([, attributes]) => isMany(attributes)).map(([address]) => address),
  );
  return resources.flatMap(([address, { for_each, depends_on = [], ...attributes }]) => [
    ...(JSON.stringify({ for_each }).includes('alice') ? [`${address}: a map of its own`] : []),
    ...Array.from(
      JSON.stringify(attributes).matchAll(/aws_[\w.-]+\[each\.[^}]*/g),
      ([reference]) => `${address}: ${reference}`,
    ),
    ...(many.has(address) ? (depends_on as string[]) : [])
      .filter((other) => many.has(other))
      .map((other) => `${address}: depends on ${other}`),
  ]);
}

describe('what there is once for each person', () => {
  it.each([['example', {}] as const, ...deployments])(
    'has no map of its own, and neither reads nor follows all others, in %s',
    (_, changes) => {
      expect(Object.values(synthesize(changes)).flatMap(slowParts)).toEqual([]);
    },
  );

  it('finds roles and groups in a local value', () => {
    expect(synthesize().studio.locals).toMatchObject({
      'execution-role-names': {
        alice: 'studio-access-example-user-alice',
        bob: 'studio-access-example-user-bob',
      },
      'execution-role-arn': '${{for key, instance in aws_iam_role.execution-role : key => instance.arn}}',
      'own-apps-id': '${{for key, instance in aws_security_group.own-apps : key => instance.id}}',
      'permissions-of-roles': [
        '${aws_iam_role_policy.execution-limits}',
        '${aws_iam_role_policy.execution-policy}',
        '${aws_iam_role_policy_attachment.attached}',
      ],
    });
  });
});
