import { homedir } from 'node:os';
import type { Context } from './context';
import { cancelled, exitCodes } from './failure';
import { run } from './program';
import { withoutSecrets } from './secrets';

/**
 * Runs the command of this process, and ends it.
 *
 * @param more what only a checkout of the project has
 */
export async function runProcess(more: Pick<Context, 'deployedSettings'> = {}): Promise<void> {
  // Node itself would print a line of the program and the error, secrets included
  process.on('uncaughtException', (error) => {
    process.stderr.write(
      `This is a defect of studio-access. ${withoutSecrets(error.stack ?? String(error))}\n`,
    );
    process.exit(exitCodes.failure);
  });
  // a program that reads the output may end first, as `head` does
  process.stdout.on('error', () => process.exit(exitCodes.failure));
  const ending = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      // a second one does not wait for anything
      if (ending.signal.aborted) process.exit(exitCodes.cancelled);
      ending.abort(cancelled());
    });
  }
  const context: Context = {
    variables: process.env,
    platform: process.platform,
    home: homedir(),
    userId: process.getuid?.(),
    input: process.stdin,
    output: process.stdout,
    messages: process.stderr,
    signal: ending.signal,
    ...more,
  };
  const exitCode = await run(context, process.argv.slice(2));
  // a keychain that does not answer, or an open connection, would keep the process
  process.stdout.write('', () => process.stderr.write('', () => process.exit(exitCode)));
}
