import {
  GetCommandInvocationCommand,
  InvalidInstanceId,
  InvocationDoesNotExist,
  SendCommandCommand,
  type GetCommandInvocationResult,
  type SSMClient,
} from '@aws-sdk/client-ssm';

/** Runs shell commands on a host, and returns what they print. @throws if the host does not run them */
export type RunOnHost = (instanceId: string, commands: readonly string[]) => Promise<string>;

/** States in which a command is not over. https://docs.aws.amazon.com/systems-manager/latest/userguide/monitor-commands.html */
const unfinished = ['Pending', 'InProgress', 'Delayed'];

/** How long a host may take for a command, in milliseconds. */
const patience = 120_000;

/**
 * Runs shell commands by Systems Manager.
 *
 * @param ssm of the region of the hosts
 * @param wait waits for some milliseconds
 */
export function runnerOf(ssm: SSMClient, wait: (milliseconds: number) => Promise<unknown>): RunOnHost {
  const interval = 1000;
  return async (instanceId, commands) => {
    const CommandId = await send(ssm, instanceId, commands);
    for (let waited = 0; waited < patience; waited += interval) {
      await wait(interval);
      const { Status, ...printed } = await invocation(ssm, { CommandId, InstanceId: instanceId });
      if (Status === undefined || unfinished.includes(Status)) continue;
      const output = `${printed.StandardOutputContent ?? ''}${printed.StandardErrorContent ?? ''}`.trim();
      if (Status === 'Success') return output;
      throw new Error(`${instanceId}: the command ${CommandId} ended with ${Status}: ${output}`);
    }
    throw noAnswer(instanceId);
  };
}

/** @returns the id of the command */
async function send(ssm: SSMClient, instanceId: string, commands: readonly string[]): Promise<string> {
  const request = new SendCommandCommand({
    DocumentName: 'AWS-RunShellScript',
    InstanceIds: [instanceId],
    Parameters: { commands: [...commands] },
  });
  try {
    return (await ssm.send(request)).Command?.CommandId ?? '';
  } catch (error) {
    throw error instanceof InvalidInstanceId ? noAnswer(instanceId, { cause: error }) : error;
  }
}

/** What Systems Manager says of a command; nothing while the host has not heard of it. */
async function invocation(
  ssm: SSMClient,
  ids: { readonly CommandId: string; readonly InstanceId: string },
): Promise<GetCommandInvocationResult> {
  try {
    return await ssm.send(new GetCommandInvocationCommand(ids));
  } catch (error) {
    if (error instanceof InvocationDoesNotExist) return {};
    throw error;
  }
}

function noAnswer(instanceId: string, options?: ErrorOptions): Error {
  return new Error(
    `${instanceId} does not answer: it may be stopped (start it with the command of the output "start"), or still be new`,
    options,
  );
}
