import { randomUUID } from 'node:crypto';
import { isObject, strings, text, type JsonObject } from '../../shared/json';
import type { Ended } from '../../shared/run-to-end';
import type { Gap } from '../call';
import { jsonError, jsonReply, readJson } from '../json-body';

/** Hosts that run commands, as Systems Manager's agent does. At first there are none. */
export interface CommandHosts {
  /** Runs a shell script; undefined for a host that does not answer. */
  run: (instanceId: string, script: string) => Promise<Ended> | undefined;
}

/** Characters of standard output and error that the history keeps. */
const [mostOutput, mostError] = [24_000, 8000];

/**
 * Commands by the document AWS-RunShellScript, which moto does not run.
 * @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_SendCommand.html
 * @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetCommandInvocation.html
 */
export function commands(hosts: CommandHosts): Gap {
  const invocations = new Map<string, JsonObject>();
  return (call, forward) => {
    if (call.service !== 'ssm') return forward(call);
    const request = readJson(call);
    if (call.operation === 'SendCommand') {
      const { Parameters: parameters } = request;
      const script = strings(isObject(parameters) ? parameters : {}, 'commands').join('\n');
      const CommandId = randomUUID();
      if (text(request, 'DocumentName') !== 'AWS-RunShellScript')
        return Promise.resolve(jsonError('InvalidDocument', text(request, 'DocumentName') ?? 'no document'));
      for (const InstanceId of strings(request, 'InstanceIds')) {
        const running = hosts.run(InstanceId, script);
        if (!running)
          return Promise.resolve(
            jsonError('InvalidInstanceId', `Instances [[${InstanceId}]] not in a valid state for account`),
          );
        const ids = { CommandId, InstanceId };
        const key = `${CommandId} ${InstanceId}`;
        invocations.set(key, { ...ids, Status: 'InProgress' });
        void running.then(({ exitCode, stdout, stderr }) => {
          invocations.set(key, {
            ...ids,
            Status: exitCode === 0 ? 'Success' : 'Failed',
            ResponseCode: exitCode,
            StandardOutputContent: stdout.slice(0, mostOutput),
            StandardErrorContent: stderr.slice(0, mostError),
          });
        });
      }
      return Promise.resolve(jsonReply({ Command: { CommandId, Status: 'Pending' } }));
    }
    if (call.operation !== 'GetCommandInvocation') return forward(call);
    const invocation = invocations.get(
      `${text(request, 'CommandId') ?? ''} ${text(request, 'InstanceId') ?? ''}`,
    );
    return Promise.resolve(invocation ? jsonReply(invocation) : jsonError('InvocationDoesNotExist', ''));
  };
}
