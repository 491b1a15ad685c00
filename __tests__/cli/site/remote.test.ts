import {
  GetCommandInvocationCommand,
  InvalidInstanceId,
  InvocationDoesNotExist,
  SendCommandCommand,
  SSMClient,
  type GetCommandInvocationCommandOutput,
} from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { runnerOf } from '../../../cli/site/remote';

type Answer = Partial<GetCommandInvocationCommandOutput> | Error;

const client = new SSMClient({});
const ssm = mockClient(client);
beforeEach(() => ssm.reset());

const notYet = new InvocationDoesNotExist({ $metadata: {}, message: '' });

/** Runs a command on a host that goes through these states, and then stays in the last. */
const runOn = (...answers: Answer[]) => {
  let asked = 0;
  ssm.on(SendCommandCommand).resolves({ Command: { CommandId: 'command-1' } });
  ssm.on(GetCommandInvocationCommand).callsFake(() => {
    const answer = answers[Math.min(asked++, answers.length - 1)];
    if (answer instanceof Error) throw answer;
    return answer;
  });
  return runnerOf(client, () => Promise.resolve())('i-1', ['uptime', "echo 'a b'"]);
};

it('sends the commands once, and waits for what they print', async () => {
  const output = await runOn(
    notYet,
    { Status: 'Pending' },
    { Status: 'InProgress', StandardOutputContent: 'half' },
    { Status: 'Success', StandardOutputContent: 'up 3 days\n', StandardErrorContent: '' },
  );
  expect(output).toBe('up 3 days');
  expect(ssm.commandCalls(SendCommandCommand).map(({ args }) => args[0].input)).toEqual([
    {
      DocumentName: 'AWS-RunShellScript',
      InstanceIds: ['i-1'],
      Parameters: { commands: ['uptime', "echo 'a b'"] },
    },
  ]);
  expect(ssm.commandCalls(GetCommandInvocationCommand)[0]?.args[0].input).toEqual({
    CommandId: 'command-1',
    InstanceId: 'i-1',
  });
});

it.each<[string, Answer, RegExp]>([
  [
    'a command that fails',
    { Status: 'Failed', StandardErrorContent: 'not found' },
    /^i-1: the command command-1 ended with Failed: not found/,
  ],
  ['a host that is stopped', notYet, /^i-1 does not answer: it may be stopped/],
  ['a host that never ends', { Status: 'InProgress' }, /^i-1 does not answer/],
  ['rights that are missing', new Error('not authorized to perform'), /not authorized/],
])('says so of %s', async (_, answer, message) => {
  await expect(runOn(answer)).rejects.toThrow(message);
});

it('says so of a host that Systems Manager does not know', async () => {
  ssm
    .on(SendCommandCommand)
    .rejects(new InvalidInstanceId({ $metadata: {}, message: 'not in a valid state' }));
  const run = runnerOf(client, () => Promise.resolve());
  await expect(run('i-1', ['uptime'])).rejects.toThrow(/^i-1 does not answer: it may be stopped/);
  ssm.on(SendCommandCommand).rejects(new Error('not authorized to perform'));
  await expect(run('i-1', ['uptime'])).rejects.toThrow('not authorized');
});
