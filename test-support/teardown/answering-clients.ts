import { awsClients, type AwsClients } from '../../cli/teardown/clients';
import type { Waiting } from '../../cli/teardown/waiting';

/** What AWS answers to a command, by the command's name: `ListAppsCommand`. It may throw. */
export type Answers = Readonly<Record<string, (input: Readonly<Record<string, unknown>>) => object>>;

type MiddlewareStack = AwsClients['sageMaker']['middlewareStack'];

/** A clock that only waiting moves, and what is said. */
export function fakeWaiting(): Waiting & { readonly said: string[] } {
  let time = 0;
  const said: string[] = [];
  const sleep = (milliseconds: number) => {
    time += milliseconds;
    return Promise.resolve();
  };
  return { said, now: () => time, sleep, pollMilliseconds: 10_000, say: (line) => void said.push(line) };
}

/**
 * Clients without a network.
 *
 * @returns the clients, and the names of the commands that were sent, in their order
 */
export function answeringClients(
  answers: Answers,
  waiting: Waiting = fakeWaiting(),
): { clients: AwsClients; sent: string[] } {
  const clients = awsClients('us-east-1', waiting);
  const sent: string[] = [];
  for (const { middlewareStack } of Object.values(clients) as { middlewareStack: MiddlewareStack }[]) {
    middlewareStack.add(
      (_, { commandName = '' }) =>
        async ({ input }) => {
          sent.push(commandName);
          const answer = answers[commandName];
          if (!answer) throw new Error(`${commandName} is not expected`);
          const output = await Promise.resolve(answer(input as Readonly<Record<string, unknown>>));
          return { response: {}, output: { $metadata: {}, ...output } as never };
        },
      { step: 'initialize', priority: 'high' },
    );
  }
  return { clients, sent };
}

/** An error of AWS. */
export function awsError(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}
