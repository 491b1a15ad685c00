import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App, TerraformStack, Testing } from 'cdktf';
import type { Environment } from '../config/load';
import { addStacks } from '../stacks/all-stacks';
import { environmentWith, variants } from './environments';
import type { StackId } from '../config/stack-ids';
import type { StackJson } from './terraform-json';

type Code = Parameters<typeof addStacks>[2];

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
  addStacks(app, environment, code);
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
): Record<StackId, StackJson> {
  return synthesizeEnvironment(environmentWith(changes), edit);
}

/** Synthesizes an environment, as {@link synthesize} does: in memory, and each stack when it is asked for. */
export function synthesizeEnvironment(
  environment: Environment,
  edit: (app: App) => void = () => undefined,
): Record<StackId, StackJson> {
  const folder = mkdtempSync(path.join(tmpdir(), 'studio-synth-'));
  try {
    const zipFile = path.join(folder, 'function.zip');
    writeFileSync(zipFile, '');
    const code = { zipFile, sha256: 'hash of the zip' };
    const packages = { authorizer: code, 'presigned-url': code, 'profile-claim': code, portal: code };
    const app = withoutStackTraces(() => {
      const built = appOf(environment, folder, packages);
      edit(built);
      // references between stacks add outputs to stacks that come earlier
      for (const stack of stacksOf(built)) stack.prepareStack();
      return built;
    });
    return lazily(stacksOf(app));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function stacksOf(app: App): TerraformStack[] {
  return app.node.children.filter((child) => TerraformStack.isStack(child));
}

function lazily(stacks: readonly TerraformStack[]): Record<StackId, StackJson> {
  const synthesized = {} as Record<StackId, StackJson>;
  for (const stack of stacks) {
    let json: StackJson | undefined;
    Object.defineProperty(synthesized, stack.node.id, {
      enumerable: true,
      get: () => (json ??= withoutStackTraces(() => JSON.parse(Testing.synth(stack, true)) as StackJson)),
    });
  }
  return synthesized;
}

/** Synthesizes one of the variants. @throws when there is none of this name */
export function synthesizeVariant(name: string): Record<StackId, StackJson> {
  const changes = variants[name];
  if (!changes) throw new Error(`no variant ${name}`);
  return synthesize(changes);
}
