import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { typescript } from '../cli/run-typescript';
import { ProjectFolder } from '../lab/deployment/project-folder';

const execFileAsync = promisify(execFile);

/** What a command printed and how it ended. */
export interface CommandResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A copy of the project in which a test runs commands as a user would. */
export class ProjectCopy extends ProjectFolder {
  /** Runs the synth command as a user would, and returns the result, also of a failure. */
  synth(environmentName: string): CommandResult {
    return this.run(process.execPath, [...typescript, 'main.ts', '--env', environmentName]);
  }

  /** Runs a program in the project's folder and blocks this process until it ends. */
  run(
    program: string,
    args: readonly string[],
    variables: Readonly<Record<string, string>> = {},
  ): CommandResult {
    const { status, stdout, stderr } = spawnSync(program, args, this.options(variables));
    return { exitCode: status ?? -1, stdout, stderr };
  }

  /** Runs a program in the project's folder without blocking servers in this process. */
  async execute(
    program: string,
    args: readonly string[],
    variables: Readonly<Record<string, string>>,
  ): Promise<CommandResult> {
    try {
      return { exitCode: 0, ...(await execFileAsync(program, args, this.options(variables))) };
    } catch (error) {
      return resultOf(error);
    }
  }

  private options(variables: Readonly<Record<string, string>>) {
    const inherited: NodeJS.ProcessEnv = { ...process.env };
    // the user's choice of an environment must not affect a test
    delete inherited.STUDIO_ENV;
    return {
      cwd: this.folder,
      env: { ...inherited, ...variables },
      encoding: 'utf8',
      stdio: 'pipe',
      maxBuffer: 64 * 1024 * 1024,
    } as const;
  }
}

function resultOf(error: unknown): CommandResult {
  const { code, stdout, stderr } = error as {
    code?: number | string;
    stdout: string;
    stderr: string;
  };
  return { exitCode: typeof code === 'number' ? code : -1, stdout, stderr };
}
