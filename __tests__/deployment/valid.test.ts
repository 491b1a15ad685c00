import path from 'node:path';
import { loadEnvironment } from '../../config/load';
import { projectFolder } from '../../config/project-folder';
import { namesIn } from '../../config/read-file';
import { variants } from '../../test-support/environments';
import { synthesize, synthesizeEnvironment } from '../../test-support/synthesize';
import { allStackIds } from '../../config/stack-ids';
import { terraformProblems } from '../../test-support/terraform-validate';

const deployments: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'the example': {},
  ...variants,
};

const folder = path.join(projectFolder, 'environments');

describe('every kind of deployment is valid for the real provider', () => {
  const synthesized = {
    ...Object.fromEntries(
      Object.entries(deployments).map(([name, changes]) => [name, synthesize(changes)] as const),
    ),
    ...Object.fromEntries(
      namesIn(folder, '.json').map(
        (name) =>
          [`environments/${name}.json`, synthesizeEnvironment(loadEnvironment(name, folder))] as const,
      ),
    ),
  };
  const stacks = Object.fromEntries(
    Object.entries(synthesized).flatMap(([name, ofDeployment]) =>
      Object.entries(ofDeployment).map(([id, stack]) => [`${name}: ${id}`, stack]),
    ),
  );
  // one stack that is wrong shows that the check can fail
  const wrong: unknown = JSON.parse(
    JSON.stringify(stacks['the example: identity']).replace('"user_pool_tier"', '"user_pool_teir"'),
  );
  let problems: Record<string, string[]> = {};
  beforeAll(() => {
    problems = terraformProblems({ ...stacks, wrong });
  }, 900_000);

  it.each(Object.keys(synthesized))('%s', (name) => {
    const ofDeployment = Object.entries(problems).filter(([stack]) => stack.startsWith(`${name}: `));
    const ids = allStackIds.filter((id) => synthesized[name]?.[id] !== undefined);
    expect(ofDeployment).toEqual(ids.map((id) => [`${name}: ${id}`, []]));
    expect(ids.length).toBeGreaterThanOrEqual(4);
  });

  it('and a wrong one is not', () => {
    expect(problems.wrong).toEqual([expect.stringContaining('user_pool_teir')]);
  });
});
