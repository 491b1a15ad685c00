import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { loadEnvironment, type Environment } from '../config/load';
import { projectFolder } from '../config/project-folder';
import { allStackIds } from '../config/stack-ids';
import { environmentName, outputFolder } from './environment';
import { messageOf, runCommand } from './failure';
import { layoutOf } from './output/layout';
import { recordThisProcess } from './output/users';
import { refuseUnsafeVariables } from './state/variables';
import { synthesize } from './synthesize';
import { awsClients, type AwsClients } from './teardown/clients';
import {
  NotAgreed,
  Refused,
  requireConsent,
  sentencesFor,
  sentencesForUser,
  type Given,
} from './teardown/consent';
import { findFileSystems } from './teardown/home';
import { takeInventory, type States } from './teardown/inventory';
import { findSignIn, leaverText, linesOfUser, ofUser, requireKnown, stepsOfUser } from './teardown/leaver';
import { namingFiles, othersLeft, wantedOf } from './teardown/from-environment';
import { requireAllStacks, requireOwnDomain } from './teardown/refusals';
import { forgottenStacks, isSynthesized } from './teardown/other-states';
import { inventoryText, leftText, userText } from './teardown/report';
import { runSteps, stepsOf } from './teardown/run';
import { findLogGroups } from './teardown/steps/logs';
import { homeFolder } from './teardown/studio';
import { requireSynthesized, terraformSteps } from './teardown/terraform-steps';
import { TimeIsOver, type Waiting } from './teardown/waiting';
import { Interrupted } from './terraform/run-program';
import { readResources } from './terraform/resources';

const usage =
  'expected npm run teardown -- --env NAME [--user NAME] [--delete-spaces "SENTENCE"] [--delete-homes "SENTENCE"] [--yes]';

/** Exit codes besides 0 and 1; `docs/operations.md` lists them. */
const exitCodes = { refused: 2, timeIsOver: 3, notAgreed: 4 } as const;

function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        env: { type: 'string' },
        user: { type: 'string' },
        yes: { type: 'boolean', default: false },
        'delete-spaces': { type: 'string' },
        'delete-homes': { type: 'string' },
      },
    });
    const { user, yes, ...rest } = values;
    const empty = Object.entries({ ...rest, user }).find(([, value]) => value === '');
    if (empty) throw new Error(`--${empty[0]}: got ""`);
    if (user !== undefined && rest['delete-homes'] !== undefined)
      throw new Error(
        "--delete-homes: got it with --user, whose home directory is kept in the others' file system",
      );
    // the environment is never chosen by a variable or a default here
    if (rest.env === undefined) throw new Error('--env: got nothing');
    const given: Given = rest;
    return { env: rest.env, user, isYes: yes, given };
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n  ${usage}`, {
      cause: error,
    });
  }
}

type Arguments = ReturnType<typeof readArguments>;

const waiting: Waiting = {
  now: Date.now,
  sleep: (milliseconds) => setTimeout(milliseconds),
  pollMilliseconds: 5000,
  say: console.log,
};

async function main(): Promise<void> {
  const choice = readArguments();
  refuseUnsafeVariables(process.env);
  const environment = loadEnvironment(environmentName(choice.env), path.join(projectFolder, 'environments'));
  const clients = awsClients(environment.region, waiting);
  await requireAccount(clients, environment);
  if (!(await synthesize(choice.env))) throw new Error('nothing has been deleted, because synthesis failed');
  // held to the end: the command waits for people and apps, and Terraform destroys what is synthesized then
  const forget = recordThisProcess(layoutOf(outputFolder()), 'npm run teardown');
  try {
    requireSynthesized(environment.name, outputFolder());
    const states = await readStates();
    requireOwnDomain(wantedOf(environment), states);
    await (choice.user === undefined
      ? tearDown(environment, choice, clients, states)
      : removeUser(choice.user, environment, choice, clients, states));
  } finally {
    forget();
  }
}

/** Names of log groups exist in every account: with the credentials of another one, something else would be deleted. */
async function requireAccount({ sts }: AwsClients, { allowedAccountIds }: Environment): Promise<void> {
  const { Account: account = '' } = await sts.send(new GetCallerIdentityCommand());
  if (allowedAccountIds.includes(account)) return;
  throw new Error(
    `allowedAccountIds: these credentials are of the account ${account}, expected ${allowedAccountIds.join(' or ')}. Nothing has been deleted`,
  );
}

async function readStates(): Promise<States> {
  const states: Partial<Record<(typeof allStackIds)[number], Awaited<ReturnType<typeof readResources>>>> = {};
  for (const id of allStackIds) {
    const folder = path.join(outputFolder(), 'stacks', id);
    // a stack that the environment does not have
    if (isSynthesized(outputFolder(), id)) states[id] = await readResources(folder, process.env);
  }
  return states;
}

async function tearDown(
  environment: Environment,
  { given, isYes }: Arguments,
  clients: AwsClients,
  states: States,
): Promise<void> {
  const { name, protectFromDestroy } = environment;
  requireAllStacks(name, await forgottenStacks(outputFolder(), process.env));
  const inventory = await takeInventory(clients, wantedOf(environment), states);
  const sentences = sentencesFor(inventory, given);
  const deletesHomes = sentences.some(({ option }) => option === 'delete-homes');
  console.log(`\n${inventoryText(inventory, deletesHomes)}\n`);
  if (protectFromDestroy) {
    throw new Refused(
      `nothing has been deleted\n  protectFromDestroy: ${name} is protected. To delete all this, set it to false in environments/${name}.json`,
    );
  }
  const agreed = await withTerminal((ask) =>
    requireConsent(sentences, `Delete ${name}`, { given, isYes, ask }),
  );
  const terraform = terraformSteps({
    environment: name,
    outputFolder: outputFolder(),
    variables: { TF_IN_AUTOMATION: '1', ...process.env },
    states,
  });
  await runSteps(stepsOf(inventory, agreed, { clients, terraform, waiting }), console.log);
  const left = {
    environment: name,
    fileSystems: await findFileSystems(clients, name, undefined),
    logGroups: await findLogGroups(clients.logs, name),
    others: [...inventory.handedOver, ...othersLeft(environment)],
  };
  console.log(`\n${leftText(left)}`);
}

async function removeUser(
  user: string,
  environment: Environment,
  { given, isYes }: Arguments,
  clients: AwsClients,
  states: States,
): Promise<void> {
  const inventory = await takeInventory(clients, wantedOf(environment), states);
  const own = ofUser(user, inventory);
  // read before the profile is deleted: SageMaker forgets the folder with it
  const { domain } = inventory;
  const folder = domain && (await homeFolder(clients.sageMaker, domain.id, user));
  const home = folder === undefined ? undefined : `folder ${folder} of ${domain?.fileSystemId ?? '?'}`;
  const leaver = {
    user,
    environment: environment.name,
    apps: own.apps.length,
    spaces: own.spaces.length,
    hasProfile: own.profiles.length > 0,
    existingDomain: environment.studio.domain.existing?.domainId,
    signIn: await findSignIn(clients, inventory.userPoolId, user),
    home,
    listed: linesOfUser(user, namingFiles(environment)),
  };
  requireKnown(leaver);
  console.log(
    `\n${userText(user, own)}${home === undefined ? '' : `\n  home directory, which is kept: ${home}`}\n`,
  );
  const agreed = await withTerminal((ask) =>
    requireConsent(sentencesForUser(user, own), `Delete what ${user} has`, { given, isYes, ask }),
  );
  await runSteps(stepsOfUser(user, inventory, agreed, { clients, waiting }), console.log);
  console.log(`\n${leaverText(leaver)}`);
}

/** Lets a question be asked, if there is a terminal. */
async function withTerminal<T>(
  work: (ask: ((question: string) => Promise<string>) | undefined) => Promise<T>,
): Promise<T> {
  if (!process.stdin.isTTY) return work(undefined);
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await work((question) => terminal.question(question));
  } finally {
    terminal.close();
  }
}

void runCommand(async () => {
  try {
    await main();
  } catch (error) {
    if (error instanceof Refused) process.exitCode = exitCodes.refused;
    else if (error instanceof TimeIsOver) process.exitCode = exitCodes.timeIsOver;
    else if (error instanceof NotAgreed) process.exitCode = exitCodes.notAgreed;
    else if (error instanceof Interrupted) process.exitCode = error.exitCode;
    else throw error;
    console.error(messageOf(error));
    if (!(error instanceof Refused || error instanceof NotAgreed))
      console.error('run the command again: it goes on with what is left');
  }
});
