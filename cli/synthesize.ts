import { projectFolder } from '../config/project-folder';
import { typescript } from './run-typescript';
import { runProgram } from './terraform/run-program';

/**
 * Runs the synth command, which reports its own errors.
 *
 * @param env the environment; undefined as the command chooses it
 * @returns whether it succeeded
 */
export async function synthesize(env: string | undefined): Promise<boolean> {
  const choice = env === undefined ? [] : ['--env', env];
  const { exitCode } = await runProgram(process.execPath, [...typescript, 'main.ts', ...choice], {
    folder: projectFolder,
    variables: process.env,
    isShown: true,
  });
  return exitCode === 0;
}
