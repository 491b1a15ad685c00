import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { StackId } from '../../config/stack-ids';
import { applyAgain, type Deployment, synthesizeAgain } from '../deployment/deploy';
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
  change(content: JsonObject): JsonObject;
  /** A file that they name, in the folder of environment files. */
  readonly file?: { readonly path: string; text(lab: Lab): string | Promise<string> };
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
  if (settings?.file) writeBeside(lab, settings.file.path, await settings.file.text(lab));
  project.writeEnvironment(environmentName, settings ? settings.change(parseObject(file)) : file);
  await synthesizeAgain(deployment);
  if (settings) {
    await applyOthers(deployment, settings.stacks);
    for (const stack of settings.stacks) touched.add(stack);
  } else {
    await applyAgain(deployment, touched);
    touched.clear();
  }
  await lab.reload();
}

function writeBeside({ deployed }: Lab, name: string, text: string): void {
  const file = deployed.deployment.project.path('environments', name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}

interface Deployed {
  /** Settings outside `studio`. @default none */
  readonly others?: JsonObject;
  /** @default the stack `studio` */
  readonly stacks?: readonly StackId[];
}

/** Changes settings of Studio in an environment file, and deploys stacks. @param studio none: those of the environment file come back */
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
  if (Object.keys(studio).length > 0) await applyOthers(deployment, stacks);
  else await applyAgain(deployment, new Set(stacks));
}

async function applyOthers(deployment: Deployment, stacks: readonly StackId[]): Promise<void> {
  const ids = new Set(stacks);
  await (deployment.applyOthers?.(ids) ?? applyAgain(deployment, ids));
}

/** Asks SageMaker about something in the domain, as an administrator. @throws with SageMaker's answer when it is an error */
export function askSageMaker(lab: Lab, operation: string, request: JsonObject): Promise<JsonObject> {
  const ofDomain = { DomainId: lab.outputs.domainId, ...request };
  return json(lab.deployed.standIn, 'sagemaker', `SageMaker.${operation}`, ofDomain);
}
