import type { StackId } from '../../config/stack-ids';
import { applyAgain, synthesizeAgain } from '../deployment/deploy';
import { json } from '../shared/aws-client';
import { parseObject, type JsonObject } from '../shared/json';
import type { Lab } from '../system/lab';

/** The text of the environment file, to change it and to put it back. */
export function environmentFile({ deployed: { deployment } }: Lab): string {
  return deployment.project.read('environments', `${deployment.environmentName}.json`);
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
