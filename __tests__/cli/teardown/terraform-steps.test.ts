import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { terraformSteps } from '../../../cli/teardown/terraform-steps';
import { synthesize } from '../../../test-support/output/fake-app';

const folder = mkdtempSync(path.join(tmpdir(), 'studio-teardown-'));
beforeEach(() => {
  rmSync(folder, { recursive: true, force: true });
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** The steps for `prod`, with a PATH in which no program is found. */
const steps = terraformSteps({
  environment: 'prod',
  outputFolder: folder,
  variables: { PATH: folder },
  states: {
    identity: [
      {
        type: 'aws_cognito_user_pool',
        address: 'aws_cognito_user_pool.pool',
        attributes: { deletion_protection: 'ACTIVE' },
      },
    ],
  },
});

describe.each<[string, () => Promise<void>]>([
  ['unprotect', () => steps.unprotect()],
  ['destroy', () => steps.destroy('network')],
])('%s', (_, step) => {
  it.each([
    ['another environment', 'test', `${folder} holds another environment, test, now, expected prod`],
    ['nothing', undefined, `${folder} holds no environment now, expected prod`],
  ])('does nothing if %s was synthesized meanwhile', async (__, environment, message) => {
    if (environment !== undefined) synthesize(folder, 'old', environment);
    await expect(step()).rejects.toThrow(`${message}: run the command again`);
  });

  it('begins if its own environment is there', async () => {
    synthesize(folder, 'old', 'prod');
    await expect(step()).rejects.not.toThrow('expected prod');
  });
});
