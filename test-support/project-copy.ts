import { spawnSync } from 'node:child_process';
import { typescript } from '../cli/run-typescript';
import { ProjectFolder } from '../lab/deployment/project-folder';
import { type Ended, exitCodeOf, runToEnd } from '../lab/shared/run-to-end';

/** A copy of the project in which a test runs commands as a user would. */
export class ProjectCopy extends ProjectFolder {
  /** Runs the synth command as a user would, and returns the result, also of a failure. */
  synth(environmentName: string): Ended {
    return this.run(process.execPath, [...typescript, 'main.ts', '--env', environmentName]);
  }

  /** Runs a program in the project's folder and blocks this process until it ends. */
  run(program: string, args: readonly string[], variables: Readonly<Record<string, string>> = {}): Ended {
    const { status, signal, stdout, stderr } = spawnSync(program, args, {
      ...this.options(variables),
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    });
    return { exitCode: exitCodeOf(status, signal), stdout, stderr };
  }

  /** Runs a program in the project's folder without blocking servers in this process. */
  execute(
    program: string,
    args: readonly string[],
    variables: Readonly<Record<string, string>>,
  ): Promise<Ended> {
    return runToEnd(program, args, this.options(variables));
  }

  private options(variables: Readonly<Record<string, string>>) {
    const inherited: NodeJS.ProcessEnv = { ...process.env };
    // the user's choice of an environment must not affect a test
    delete inherited.STUDIO_ENV;
    return { cwd: this.folder, env: { ...inherited, ...variables } };
  }
}
