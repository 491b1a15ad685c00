import path from 'node:path';
import { loadEnvironment } from '../config/load';
import { projectFolder } from '../config/project-folder';
import { deployedOutputs } from './deployed-outputs';
import { messageOf } from './failure';
import { refuseUnsafeVariables } from './state/variables';
import type { DeploymentChoice } from './studio-access/context';
import { Failure } from './studio-access/failure';
import { fetchWith } from './studio-access/network/fetch';
import { settingsOf } from './studio-access/settings/deployed';
import type { Settings } from './studio-access/settings/schema';

/**
 * The settings of `studio-access` for a deployment, from its outputs.
 *
 * @throws Failure if the environment file is wrong, or nothing is deployed
 */
export async function deployedSettings(choice: DeploymentChoice): Promise<Settings> {
  try {
    return await readDeployment(choice);
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure({
      code: 'no_deployment',
      what: `The settings of ${choice.env} cannot be read: ${messageOf(error)}`,
      todo: 'Correct that, then run the command again.',
    });
  }
}

async function readDeployment(choice: DeploymentChoice): Promise<Settings> {
  refuseUnsafeVariables(process.env);
  const environment = loadEnvironment(choice.env, path.join(projectFolder, 'environments'));
  const outputs = await deployedOutputs(choice.env, ['identity', 'private-api']);
  const fetch = fetchWith(process.env, new AbortController().signal);
  const fetchJson = async (address: string) => (await fetch(address)).json();
  return settingsOf(
    environment,
    { identity: outputs.identity, privateApi: outputs['private-api'] },
    choice,
    fetchJson,
  );
}
