import type { StackId } from '../../config/stack-ids';
import { applyAgain, synthesizeAgain } from '../deployment/deploy';
import { json } from '../shared/aws-client';
import { parseObject, type JsonObject } from '../shared/json';
import type { Lab } from '../system/lab';

/** The text of the environment file, to change it and to put it back. */
export function environmentFile({ deployed: { deployment } }: Lab): string {
  return deployment.project.read('environments', `${deployment.environmentName}.json`);
}

/** Settings with which some rows run; neighbouring rows with the same ones share a deployment. */
export interface Settings {
  /** The stacks that they change. */
  readonly stacks: readonly StackId[];
  /** An environment file with these settings, from what it holds without them. */
  change(content: JsonObject, lab: Lab): JsonObject | Promise<JsonObject>;
}

/**
 * Deploys other settings, or those of the environment file.
 * @param file text of the environment file
 * @param touched stacks that have other settings; they are kept until the environment file's own settings come back
 */
export async function deploySettings(
  lab: Lab,
  file: string,
  settings: Settings | undefined,
  touched: Set<StackId>,
): Promise<void> {
  const { deployment } = lab.deployed;
  const { project, environmentName } = deployment;
  project.writeEnvironment(environmentName, settings ? await settings.change(parseObject(file), lab) : file);
  await synthesizeAgain(deployment);
  await applyAgain(deployment, settings ? new Set(settings.stacks) : touched);
  if (settings) for (const stack of settings.stacks) touched.add(stack);
  else touched.clear();
  await lab.reload();
}

interface Deployed {
  /** Settings outside `studio`. @default none */
  readonly others?: JsonObject;
  /** @default the stack `studio` */
  readonly stacks?: readonly StackId[];
}

/** Changes settings of Studio in an environment file, and deploys stacks. */
export async function deployStudio(
  lab: Lab,
  file: string,
  studio: JsonObject,
  { others = {}, stacks = ['studio'] }: Deployed = {},
): Promise<void> {
  const { deployment } = lab.deployed;
  const content = parseObject(file);
  const settings = { ...(content.studio as JsonObject), ...studio };
  deployment.project.writeEnvironment(deployment.environmentName, {
    ...content,
    ...others,
    studio: settings,
  });
  await synthesizeAgain(deployment);
  await applyAgain(deployment, new Set(stacks));
}

/** Asks SageMaker about something in the domain, as an administrator. @throws with SageMaker's answer when it is an error */
export function askSageMaker(lab: Lab, operation: string, request: JsonObject): Promise<JsonObject> {
  const ofDomain = { DomainId: lab.outputs.domainId, ...request };
  return json(lab.deployed.standIn, 'sagemaker', `SageMaker.${operation}`, ofDomain);
}
