import { variants } from '../../test-support/environments';
import { synthesize } from '../../test-support/synthesize';

/** Deployments that make something for each person. */
const deployments = Object.entries(variants).filter(([, changes]) => !('studio.domain' in changes));

describe('what there is once for each person', () => {
  it.each([['example', {}] as const, ...deployments])(
    'has no map of its own, and reads no other resource for each person, in %s',
    (_, changes) => {
      for (const stack of Object.values(synthesize(changes))) {
        for (const [type, resources] of Object.entries(stack.resource ?? {})) {
          for (const [name, { for_each, ...attributes }] of Object.entries(resources)) {
            const address = `${type}.${name}`;
            if (JSON.stringify({ for_each }).includes('alice'))
              expect(`${address} for_each ${String(for_each)}`).toMatch(/for_each \$\{local\.[\w-]+\}$/);
            expect(`${address} ${JSON.stringify(attributes)}`).not.toMatch(/aws_[\w.-]+\[each\./);
          }
        }
      }
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
    });
  });
});
