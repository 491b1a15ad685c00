import type { StackId } from '../../config/stack-ids';
import { LivingDeployment } from '../../test-support/living-deployment';

// Terraform starts the provider for each plan; the limit only ends a hanging one
jest.setTimeout(900_000);

describe('a user name with capitals', () => {
  let living: LivingDeployment;
  beforeAll(async () => {
    living = await LivingDeployment.start();
  });
  afterAll(() => living.stop());

  /** Puts the name into the synthesized stacks, past the check of the environment file, and without protection. */
  const synthesize = (name: string) => {
    living.synthesize({ 'studio.users': ['alice'], protectFromDestroy: false });
    living.edit((text) => text.replaceAll(/\balice\b/g, name));
  };
  const applied = async (...stacks: readonly StackId[]) => {
    for (const stack of stacks) {
      const { exitCode, text } = await living.apply(stack);
      expect({ stack, exitCode, text: exitCode === 0 ? '' : text }).toEqual({ stack, exitCode: 0, text: '' });
    }
  };
  const changes = async () => {
    const { exitCode, text, changes: planned } = await living.plan('studio');
    if (exitCode === 1) throw new Error(text);
    return planned;
  };

  it('is refused in the environment file, with the name to write', () => {
    expect(() => {
      living.synthesize({ 'studio.users': ['Alice'] });
    }).toThrow('studio.users[0]: got "Alice", expected a user profile name');
  });

  it('would give the person a new, empty profile with every deployment', async () => {
    synthesize('Alice');
    await applied('network', 'studio');
    const replaced = 'delete+create aws_sagemaker_user_profile.profile["Alice"]';
    expect(await changes()).toContain(replaced);
    await applied('studio');
    expect(await changes()).toContain(replaced);
  });

  it('written in lower case, changes nothing in later plans', async () => {
    synthesize('carol');
    await applied('studio');
    expect(await changes()).toEqual([]);
  });
});
