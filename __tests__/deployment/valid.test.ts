import { variants } from '../../test-support/environments';
import { synthesize } from '../../test-support/synthesize';
import { stackIds } from '../../config/stack-ids';
import { terraformProblems } from '../../test-support/terraform-validate';

const deployments: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'the example': {},
  ...variants,
};

describe('every kind of deployment is valid for the real provider', () => {
  const stacks = Object.fromEntries(
    Object.entries(deployments).flatMap(([name, changes]) => {
      const synthesized = synthesize(changes);
      return stackIds.map((id) => [`${name}: ${id}`, synthesized[id]]);
    }),
  );
  // one stack that is wrong shows that the check can fail
  const wrong: unknown = JSON.parse(
    JSON.stringify(stacks['the example: identity']).replace('"user_pool_tier"', '"user_pool_teir"'),
  );
  let problems: Record<string, string[]> = {};
  beforeAll(() => {
    problems = terraformProblems({ ...stacks, wrong });
  }, 900_000);

  it.each(Object.keys(deployments))('%s', (name) => {
    const ofDeployment = Object.entries(problems).filter(([stack]) => stack.startsWith(`${name}: `));
    expect(ofDeployment).toEqual(stackIds.map((id) => [`${name}: ${id}`, []]));
  });

  it('and a wrong one is not', () => {
    expect(problems.wrong).toEqual([expect.stringContaining('user_pool_teir')]);
  });
});
