import { z } from 'zod';
import { projectFolder } from '../../config/project-folder';
import { runProgram, type Variables } from '../terraform/run-program';

/** What Systems Manager says of a command on a host. */
interface Invocation {
  /** `Pending`, `InProgress`, `Success`, `Failed`, … */
  readonly status: string;
  readonly output: string;
}

/** The two operations of Systems Manager that a command on a host needs. */
export interface CommandClient {
  /** Sends shell commands, and returns the id of the command. */
  send(instanceId: string, commands: readonly string[]): Promise<string>;
  /** Undefined: the host has not heard of it yet. */
  invocation(commandId: string, instanceId: string): Promise<Invocation | undefined>;
}

/** Runs shell commands on a host, and returns what they print. @throws if the host does not run them */
export type RunOnHost = (instanceId: string, commands: readonly string[]) => Promise<string>;

/** States in which a command is not over. https://docs.aws.amazon.com/systems-manager/latest/userguide/monitor-commands.html */
const unfinished = ['Pending', 'InProgress', 'Delayed'];

/** How long a host may take for a command, in milliseconds. */
const patience = 120_000;

/**
 * @param wait waits for some milliseconds
 */
export function runnerOf(client: CommandClient, wait: (milliseconds: number) => Promise<unknown>): RunOnHost {
  const interval = 1000;
  return async (instanceId, commands) => {
    const commandId = await client.send(instanceId, commands);
    for (let waited = 0; waited < patience; waited += interval) {
      await wait(interval);
      const invocation = await client.invocation(commandId, instanceId);
      if (invocation === undefined || unfinished.includes(invocation.status)) continue;
      if (invocation.status === 'Success') return invocation.output;
      throw new Error(
        `${instanceId}: the command ${commandId} ended with ${invocation.status}: ${invocation.output}`,
      );
    }
    throw new Error(
      `${instanceId} does not answer: it may be stopped (start it with the command of the output "start"), or still be new`,
    );
  };
}

const sent = z.object({ Command: z.object({ CommandId: z.string() }) });
const invoked = z.object({
  Status: z.string(),
  StandardOutputContent: z.string(),
  StandardErrorContent: z.string(),
});

/** Systems Manager by the AWS CLI, which sessions need anyway. */
export function awsCli(region: string, variables: Variables): CommandClient {
  const aws = async (...args: string[]) => {
    const command = ['ssm', ...args, '--region', region, '--output', 'json'];
    return runProgram('aws', command, { folder: projectFolder, variables: { ...variables, AWS_PAGER: '' } });
  };
  return {
    async send(instanceId, commands) {
      const { exitCode, stdout, stderr } = await aws(
        'send-command',
        '--document-name',
        'AWS-RunShellScript',
        '--instance-ids',
        instanceId,
        '--parameters',
        JSON.stringify({ commands }),
      );
      if (exitCode !== 0) throw new Error(`aws ssm send-command: ${stderr.trim()}`);
      return sent.parse(JSON.parse(stdout)).Command.CommandId;
    },
    async invocation(commandId, instanceId) {
      const ids = ['--command-id', commandId, '--instance-id', instanceId];
      const { exitCode, stdout, stderr } = await aws('get-command-invocation', ...ids);
      if (exitCode !== 0 && stderr.includes('InvocationDoesNotExist')) return undefined;
      if (exitCode !== 0) throw new Error(`aws ssm get-command-invocation: ${stderr.trim()}`);
      const { Status, StandardOutputContent, StandardErrorContent } = invoked.parse(JSON.parse(stdout));
      return { status: Status, output: `${StandardOutputContent}${StandardErrorContent}`.trim() };
    },
  };
}
