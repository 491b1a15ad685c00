import { spawn } from 'node:child_process';

/** What a command printed and how it ended. */
interface CommandResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

interface CommandOptions {
  readonly cwd: string;
  readonly variables?: Readonly<Record<string, string>>;
}

/** Runs a command while this process goes on, so that a server of its own can answer it. */
export function runCommand(
  command: string,
  args: readonly string[],
  { cwd, variables = {} }: CommandOptions,
): Promise<CommandResult> {
  const inherited = { ...process.env };
  // a choice of environment made outside must not decide a test
  delete inherited.STUDIO_ENV;
  const child = spawn(command, args, { cwd, env: { ...inherited, ...variables } });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      resolve({ exitCode: code ?? -1, stdout, stderr });
    });
  });
}
