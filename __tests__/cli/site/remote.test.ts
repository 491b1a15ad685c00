import { runnerOf, type CommandClient } from '../../../cli/site/remote';

type Answer = Awaited<ReturnType<CommandClient['invocation']>>;

/** A client whose host goes through these states, and then stays in the last. */
function clientThat(...answers: Answer[]): { client: CommandClient; sent: string[] } {
  const sent: string[] = [];
  let asked = 0;
  return {
    sent,
    client: {
      send: (instanceId, commands) => {
        sent.push(`${instanceId}: ${commands.join('; ')}`);
        return Promise.resolve('command-1');
      },
      invocation: () => Promise.resolve(answers[Math.min(asked++, answers.length - 1)]),
    },
  };
}

const run = (client: CommandClient) => runnerOf(client, () => Promise.resolve())('i-1', ['uptime']);

it('sends the commands once, and waits for what they print', async () => {
  const { client, sent } = clientThat(
    undefined,
    { status: 'Pending', output: '' },
    { status: 'InProgress', output: 'half' },
    { status: 'Success', output: 'up 3 days' },
  );
  expect(await run(client)).toBe('up 3 days');
  expect(sent).toEqual(['i-1: uptime']);
});

it.each<[string, Answer, RegExp]>([
  [
    'a command that fails',
    { status: 'Failed', output: 'not found' },
    /^i-1: the command command-1 ended with Failed: not found/,
  ],
  ['a host that is stopped', undefined, /^i-1 does not answer: it may be stopped/],
  ['a host that never ends', { status: 'InProgress', output: '' }, /^i-1 does not answer/],
])('says so of %s', async (_, answer, message) => {
  await expect(run(clientThat(answer).client)).rejects.toThrow(message);
});
