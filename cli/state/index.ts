import { chmodSync, lstatSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { TerraformBackend, TerraformStack, type App } from 'cdktf';
import type { Environment } from '../../config/load';
import { stateFolderContext } from '../../constructs/environment-stack';
import { requireStateInPlace } from './check';
import { stateFilesIn } from './find';
import { stateFolder, stateFolderFromStack } from './folder';
import type { ExpectedState } from './misplaced';
import { placeOf, type StatePlace } from './place';

/** The app's context, which tells stacks the folder of local state. */
export function stateContext(outputFolder: string): Record<string, string> {
  return { [stateFolderContext]: stateFolderFromStack(outputFolder) };
}

/**
 * Where an environment file places the state.
 *
 * @param app holds the environment's stacks
 * @param outputFolder absolute path of the folder that Terraform will find the stacks in
 */
export function expectedState(app: App, environment: Environment, outputFolder: string): ExpectedState {
  return {
    projectFolder: path.dirname(stateFolder),
    outputFolder,
    environmentName: environment.name,
    places: statePlaces(app, outputFolder),
  };
}

/**
 * Makes sure that the state is where the environment file says, and that nobody else may read it.
 *
 * @param app holds the environment's stacks
 * @param outputFolder absolute path of the folder that Terraform will find the stacks in
 * @throws if there is state elsewhere in this checkout, naming each and what to do
 */
export function prepareState(app: App, environment: Environment, outputFolder: string): void {
  requireStateInPlace(expectedState(app, environment, outputFolder));
  prepareStateFolder(environment);
}

/** The place of each stack's state, by stack id, as the stacks of an app have it. */
function statePlaces(app: App, outputFolder: string): Map<string, StatePlace> {
  const stacks = app.node.children.filter((child) => TerraformStack.isStack(child));
  return new Map(
    stacks.map((stack) => {
      const id = stack.node.id;
      const backend = stack.node.children.find((child) => TerraformBackend.isBackend(child));
      const json = backend?.toTerraform() as { terraform: { backend: Record<string, object> } } | undefined;
      const [type = '', settings = {}] = Object.entries(json?.terraform.backend ?? {})[0] ?? [];
      const place = placeOf(type, settings, path.join(outputFolder, 'stacks', id));
      if (place === undefined) throw new Error(`stack ${id} has no state that is local or in S3`);
      return [id, place];
    }),
  );
}

const isLink = (name: string) => lstatSync(name).isSymbolicLink();

/** Makes the folder of an environment's local state; nobody but its owner may read what is in it. */
function prepareStateFolder({ name, state }: Environment): void {
  if (state.type !== 'local') return;
  const folder = path.join(stateFolder, name);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // what a link leads to is somebody else's, who decides who may read it
  if (isLink(folder)) return;
  chmodSync(folder, 0o700);
  for (const file of stateFilesIn(folder).filter((name) => !isLink(name))) chmodSync(file, 0o600);
}
