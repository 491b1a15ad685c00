import { runProgram, type ProgramOptions, type ProgramResult } from './run-program';

/**
 * Runs Terraform to its end, with any exit code.
 *
 * @throws if there is no such program, or the command was interrupted
 */
export async function runTerraform(args: readonly string[], options: ProgramOptions): Promise<ProgramResult> {
  // the variable that cdktf itself reads for the same purpose
  const program = options.variables.TERRAFORM_BINARY_NAME ?? 'terraform';
  try {
    return await runProgram(program, args, options);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new Error(`cannot find the program ${program}: install Terraform 1.10 or later`, { cause: error });
  }
}

/**
 * Runs Terraform and returns what it printed.
 *
 * @throws with Terraform's own words if it fails
 */
export async function terraformOutput(args: readonly string[], options: ProgramOptions): Promise<string> {
  const { exitCode, stdout, stderr } = await runTerraform(args, options);
  if (exitCode !== 0) throw new Error(`terraform ${args[0] ?? ''} failed:\n${stderr.trim()}`);
  return stdout;
}
