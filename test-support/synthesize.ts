import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { App, TerraformStack, Testing } from 'cdktf';
import type { Environment } from '../config/load';
import { CorporateNetworkStack } from '../stacks/corporate-network-stack';
import { IdentityStack } from '../stacks/identity-stack';
import { NetworkStack } from '../stacks/network-stack';
import { PrivateApiStack } from '../stacks/private-api-stack';
import { StudioStack } from '../stacks/studio-stack';
import { environmentWith, variants } from './environments';
import { folderOfRun } from './folder-of-run';
import { onceInWorker } from './once-in-worker';
import { type StackId, stackIdsOf } from '../config/stack-ids';
import type { StackJson } from './terraform-json';

type Code = ConstructorParameters<typeof PrivateApiStack>[3]['code'];
type Synthesized = Readonly<Record<StackId, StackJson>>;

/**
 * Writes the stacks of an environment as `main.ts` does, in this process: a child process takes twenty times as long.
 * @param outdir the folder for `stacks/<id>/cdk.tf.json`
 */
export function writeStacks(outdir: string, environment: Environment, code: Code): void {
  withoutStackTraces(() => {
    appOf(environment, outdir, code).synth();
  });
}

function appOf(environment: Environment, outdir: string, code: Code): App {
  const app = new App({ outdir, stackTraces: false });
  const network = new NetworkStack(app, 'network', environment);
  const identity = new IdentityStack(app, 'identity', environment, { code });
  const studio = new StudioStack(app, 'studio', environment, { network });
  const sources = { network, identity, studio, code };
  const privateApi = new PrivateApiStack(app, 'private-api', environment, sources);
  if (environment.corporateSite)
    new CorporateNetworkStack(app, 'corporate-network', environment, { network, privateApi });
  return app;
}

/** cdktf takes a stack trace for every token; they take a fifth of a synthesis, and Jest would map each to the sources. */
function withoutStackTraces<T>(action: () => T): T {
  const errors: { captureStackTrace: unknown } = Error;
  const { captureStackTrace } = errors;
  errors.captureStackTrace = () => undefined;
  try {
    return action();
  } finally {
    errors.captureStackTrace = captureStackTrace;
  }
}

/**
 * Synthesizes the example with changes. The functions are not bundled, so their zips and hashes are placeholders.
 * @param changes as of `exampleWith`
 * @param edit changes constructs before they are written
 */
export function synthesize(
  changes: Readonly<Record<string, unknown>> = {},
  edit?: (app: App) => void,
): Synthesized {
  return synthesizeEnvironment(environmentWith(changes), edit);
}

/**
 * Synthesizes an environment, as {@link synthesize} does: in memory, and each stack when it is asked for. What is not edited is
 * synthesized once in a run of tests, so it comes back frozen.
 */
export function synthesizeEnvironment(environment: Environment, edit?: (app: App) => void): Synthesized {
  if (edit) return eachWhenAsked(environment, built(environment, edit));
  const key = createHash('sha256').update(JSON.stringify(environment)).digest('hex');
  return onceInWorker(`synthesized ${key}`, () =>
    sharedByWorkers(environment, path.join(folderOfRun(), key)),
  );
}

function sharedByWorkers(environment: Environment, folder: string): Synthesized {
  // what cannot be built throws now, and leaves no folder
  let synth = existsSync(folder) ? undefined : built(environment);
  mkdirSync(folder, { recursive: true });
  return eachWhenAsked(environment, (id) => {
    const file = path.join(folder, id);
    if (existsSync(file)) return readFileSync(file, 'utf8');
    synth ??= built(environment);
    const text = synth(id);
    writeFileSync(`${file}.${process.pid}`, text);
    renameSync(`${file}.${process.pid}`, file);
    return text;
  });
}

/** @returns the JSON of a stack */
function built(
  environment: Environment,
  edit: (app: App) => void = () => undefined,
): (id: StackId) => string {
  const zipFile = path.join(folderOfRun(), 'function.zip');
  writeFileSync(zipFile, '');
  const code = { zipFile, sha256: 'hash of the zip' };
  const packages = { authorizer: code, 'presigned-url': code, 'profile-claim': code, portal: code };
  const app = withoutStackTraces(() => appOf(environment, folderOfRun(), packages));
  edit(app);
  const stacks = app.node.children.filter((child) => TerraformStack.isStack(child));
  const unprepared = new Set(stacks);
  return (id) =>
    withoutStackTraces(() => {
      const [stack, ...later] = stacks.slice(stacks.findIndex(({ node }) => node.id === id));
      if (!stack) throw new Error(`no stack ${id}`);
      // references between stacks add outputs to stacks that come earlier
      for (const next of [stack, ...later]) if (unprepared.delete(next)) next.prepareStack();
      return Testing.synth(stack, true);
    });
}

function eachWhenAsked(environment: Environment, synth: (id: StackId) => string): Synthesized {
  const synthesized = {} as Record<StackId, StackJson>;
  for (const id of stackIdsOf(environment)) {
    let json: StackJson | undefined;
    Object.defineProperty(synthesized, id, {
      enumerable: true,
      get: () => (json ??= frozen(JSON.parse(synth(id)) as StackJson)),
    });
  }
  return Object.freeze(synthesized);
}

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(frozen);
  return value;
}

/** Synthesizes one of the variants. @throws when there is none of this name */
export function synthesizeVariant(name: string): Synthesized {
  const changes = variants[name];
  if (!changes) throw new Error(`no variant ${name}`);
  return synthesize(changes);
}
