import { tmpdir } from 'node:os';
import { App } from 'cdktf';
import { EnvironmentStack } from '../constructs/environment-stack';
import { stackIdsOf } from '../config/stack-ids';
import { environmentFromCommand, outputFolder } from './environment';
import { runCommand } from './failure';
import { expectedState, prepareState, stateContext } from './state';
import { moveStates } from './state/move';

/** Moves the state of a deployment to where its environment file says: from local files to S3, back, or to another bucket. */
async function main(): Promise<void> {
  const environment = environmentFromCommand();
  const folder = outputFolder();
  // only gives the places of the stacks' states: nothing is synthesized, but an app needs a folder that exists
  const app = new App({ outdir: tmpdir(), context: stateContext(folder) });
  for (const id of stackIdsOf(environment)) new EnvironmentStack(app, id, environment);
  const moved = await moveStates(expectedState(app, environment, folder), {
    variables: process.env,
    time: new Date(),
    onProgress: console.log,
  });
  prepareState(app, environment, folder);
  console.log(
    moved === 0
      ? `the state of ${environment.name} is where its environment file says`
      : `moved; S3 objects have been left in place. Next: npm run plan -- --env ${environment.name}`,
  );
}

void runCommand(main);
