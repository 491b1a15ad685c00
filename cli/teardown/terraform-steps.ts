import path from 'node:path';
import { projectFolder } from '../../config/project-folder';
import { allStackIds, type StackId } from '../../config/stack-ids';
import { runProgram, type Variables } from '../terraform/run-program';
import { runTerraform } from '../terraform/terraform';
import type { States } from './inventory';
import type { TerraformSteps } from './run';

interface TerraformOptions {
  /** What is synthesized: `cdktf.out`. */
  readonly outputFolder: string;
  /** All variables of Terraform and cdktf. */
  readonly variables: Variables;
  readonly states: States;
}

/** The steps of a teardown that Terraform does, with what is synthesized. */
export function terraformSteps({ outputFolder, variables, states }: TerraformOptions): TerraformSteps {
  const cdktf = path.join(projectFolder, 'node_modules', '.bin', 'cdktf');
  return {
    unprotect: async () => {
      for (const stack of allStackIds) {
        const addresses = protectedPools(states, stack);
        if (addresses.length === 0) continue;
        const folder = path.join(outputFolder, 'stacks', stack);
        const run = (...args: string[]) => runTerraform(args, { folder, variables, isShown: true });
        // of a stack that was deployed half-way, a whole deployment would fail again
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

/** Cognito refuses to delete these: https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-deletion-protection.html */
function protectedPools(states: States, stack: StackId): string[] {
  return (states[stack] ?? [])
    .filter(({ type }) => type === 'aws_cognito_user_pool')
    .filter(({ attributes }) => attributes.deletion_protection === 'ACTIVE')
    .map(({ address }) => address);
}
