import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App, TerraformStack, Testing } from 'cdktf';
import type { Environment } from '../config/load';
import { CorporateNetworkStack } from '../stacks/corporate-network-stack';
import { IdentityStack } from '../stacks/identity-stack';
import { NetworkStack } from '../stacks/network-stack';
import { PrivateApiStack } from '../stacks/private-api-stack';
import { StudioStack } from '../stacks/studio-stack';
import { environmentWith, variants } from './environments';
import { onceInWorker } from './once-in-worker';
import type { StackId } from '../config/stack-ids';
import type { StackJson } from './terraform-json';

type Code = ConstructorParameters<typeof PrivateApiStack>[3]['code'];

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
): Readonly<Record<StackId, StackJson>> {
  return synthesizeEnvironment(environmentWith(changes), edit);
}

/**
 * Synthesizes an environment, as {@link synthesize} does: in memory, each stack when it is asked for, and each environment once
 * in a worker if nothing is edited. So what comes back is frozen.
 */
export function synthesizeEnvironment(
  environment: Environment,
  edit?: (app: App) => void,
): Readonly<Record<StackId, StackJson>> {
  return edit
    ? synthesizeNow(environment, edit)
    : onceInWorker(`synthesized ${JSON.stringify(environment)}`, () => synthesizeNow(environment));
}

function synthesizeNow(
  environment: Environment,
  edit: (app: App) => void = () => undefined,
): Readonly<Record<StackId, StackJson>> {
  const folder = mkdtempSync(path.join(tmpdir(), 'studio-synth-'));
  try {
    const zipFile = path.join(folder, 'function.zip');
    writeFileSync(zipFile, '');
    const code = { zipFile, sha256: 'hash of the zip' };
    const packages = { authorizer: code, 'presigned-url': code, 'profile-claim': code, portal: code };
    const app = withoutStackTraces(() => appOf(environment, folder, packages));
    edit(app);
    return lazily(app.node.children.filter((child) => TerraformStack.isStack(child)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function lazily(stacks: readonly TerraformStack[]): Readonly<Record<StackId, StackJson>> {
  const synthesized = {} as Record<StackId, StackJson>;
  const unprepared = new Set(stacks);
  stacks.forEach((stack, place) => {
    let json: StackJson | undefined;
    const synth = () => {
      // references between stacks add outputs to stacks that come earlier
      for (const later of stacks.slice(place)) if (unprepared.delete(later)) later.prepareStack();
      return frozen(JSON.parse(Testing.synth(stack, true)) as StackJson);
    };
    Object.defineProperty(synthesized, stack.node.id, {
      enumerable: true,
      get: () => (json ??= withoutStackTraces(synth)),
    });
  });
  return Object.freeze(synthesized);
}

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(frozen);
  return value;
}

/** Synthesizes one of the variants. @throws when there is none of this name */
export function synthesizeVariant(name: string): Readonly<Record<StackId, StackJson>> {
  const changes = variants[name];
  if (!changes) throw new Error(`no variant ${name}`);
  return synthesize(changes);
}
