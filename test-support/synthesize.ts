import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App } from 'cdktf';
import type { Environment } from '../config/load';
import { CorporateNetworkStack } from '../stacks/corporate-network-stack';
import { IdentityStack } from '../stacks/identity-stack';
import { NetworkStack } from '../stacks/network-stack';
import { PrivateApiStack } from '../stacks/private-api-stack';
import { StudioStack } from '../stacks/studio-stack';
import { environmentWith, variants } from './environments';
import type { StackId } from '../config/stack-ids';
import { readStacks, type StackJson } from './terraform-json';

type Code = ConstructorParameters<typeof PrivateApiStack>[3]['code'];

/**
 * Synthesizes an environment as `main.ts` does, in this process: a child process takes twenty times as long.
 * @param outdir the folder for `stacks/<id>/cdk.tf.json`
 * @param edit changes constructs before they are written
 */
export function writeStacks(
  outdir: string,
  environment: Environment,
  code: Code,
  edit: (app: App) => void = () => undefined,
): void {
  const errors: { prepareStackTrace?: unknown } = Error;
  const { prepareStackTrace } = errors;
  // cdktf makes a stack trace for every token, and Jest maps each to the sources, which takes most of a synthesis
  errors.prepareStackTrace = () => '';
  try {
    const app = new App({ outdir, stackTraces: false });
    const network = new NetworkStack(app, 'network', environment);
    const identity = new IdentityStack(app, 'identity', environment, { code });
    const studio = new StudioStack(app, 'studio', environment, { network });
    const privateApi = new PrivateApiStack(app, 'private-api', environment, {
      network,
      identity,
      studio,
      code,
    });
    if (environment.corporateSite)
      new CorporateNetworkStack(app, 'corporate-network', environment, { network, privateApi });
    edit(app);
    app.synth();
  } finally {
    errors.prepareStackTrace = prepareStackTrace;
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

/** Synthesizes an environment, as {@link synthesize} does. */
export function synthesizeEnvironment(
  environment: Environment,
  edit?: (app: App) => void,
): Record<StackId, StackJson> {
  const folder = mkdtempSync(path.join(tmpdir(), 'studio-synth-'));
  try {
    const zipFile = path.join(folder, 'function.zip');
    writeFileSync(zipFile, '');
    const code = { zipFile, sha256: 'hash of the zip' };
    const outdir = path.join(folder, 'cdktf.out');
    writeStacks(
      outdir,
      environment,
      { authorizer: code, 'presigned-url': code, 'profile-claim': code, portal: code },
      edit,
    );
    return readStacks(outdir);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Synthesizes one of the variants. @throws when there is none of this name */
export function synthesizeVariant(name: string): Record<StackId, StackJson> {
  const changes = variants[name];
  if (!changes) throw new Error(`no variant ${name}`);
  return synthesize(changes);
}
