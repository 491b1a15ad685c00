import path from 'node:path';
import { projectFolder } from '../../config/project-folder';
import { allStackIds, type StackId } from '../../config/stack-ids';
import { synthesizedEnvironment } from '../output/admission';
import { runProgram } from '../terraform/run-program';
import type { Variables } from '../variables';
import { runTerraform } from '../terraform/terraform';
import type { States } from './inventory';
import type { TerraformSteps } from './run';

interface TerraformOptions {
  /** Name of the environment that is torn down. */
  readonly environment: string;
  /** What is synthesized: `cdktf.out`. */
  readonly outputFolder: string;
  /** All variables of Terraform and cdktf. */
  readonly variables: Variables;
  readonly states: States;
}

/**
 * The steps of a teardown that Terraform does, with what is synthesized.
 *
 * Each throws, before it changes anything, if the output folder holds another environment now.
 */
export function terraformSteps({
  environment,
  outputFolder,
  variables,
  states,
}: TerraformOptions): TerraformSteps {
  const cdktf = path.join(projectFolder, 'node_modules', '.bin', 'cdktf');
  return {
    unprotect: async () => {
      for (const stack of allStackIds) {
        const addresses = protectedPools(states, stack);
        if (addresses.length === 0) continue;
        requireSynthesized(environment, outputFolder);
        const folder = path.join(outputFolder, 'stacks', stack);
        const run = (...args: string[]) => runTerraform(args, { folder, variables, isShown: true });
        // only these: if a stack was deployed half-way, a deployment of all would fail again
        const targets = addresses.map((address) => `-target=${address}`);
        const initialized = await run('init', '-input=false');
        const exitCode =
          initialized.exitCode === 0
            ? (await run('apply', '-auto-approve', '-input=false', ...targets)).exitCode
            : initialized.exitCode;
        if (exitCode !== 0) throw new Error(`the protection of ${addresses.join(', ')} cannot be taken off`);
      }
    },
    destroy: async (stack) => {
      requireSynthesized(environment, outputFolder);
      const { exitCode } = await runProgram(
        cdktf,
        [
          'destroy',
          stack,
          '--auto-approve',
          // the stacks that depend on it are gone
          '--ignore-missing-stack-dependencies',
          '--skip-synth',
          '--skip-provider-lock',
          '--output',
          outputFolder,
        ],
        { folder: projectFolder, variables, isShown: true },
      );
      if (exitCode !== 0) {
        throw new Error(
          `the stack ${stack} is not destroyed, for the reason above; correct it, then run the command again: it goes on from here`,
        );
      }
    },
  };
}

/** People and apps are waited for, and somebody may synthesize meanwhile. @throws if that was another environment */
export function requireSynthesized(environment: string, outputFolder: string): void {
  const synthesized = synthesizedEnvironment(outputFolder);
  if (synthesized === environment) return;
  const held = synthesized === undefined ? 'no environment' : `another environment, ${synthesized},`;
  throw new Error(`${outputFolder} holds ${held} now, expected ${environment}: run the command again`);
}

/** Cognito refuses to delete these: https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-deletion-protection.html */
function protectedPools(states: States, stack: StackId): string[] {
  return (states[stack] ?? [])
    .filter(({ type }) => type === 'aws_cognito_user_pool')
    .filter(({ attributes }) => attributes.deletion_protection === 'ACTIVE')
    .map(({ address }) => address);
}
