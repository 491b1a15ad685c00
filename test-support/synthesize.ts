import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App } from 'cdktf';
import { IdentityStack } from '../stacks/identity-stack';
import { NetworkStack } from '../stacks/network-stack';
import { PrivateApiStack } from '../stacks/private-api-stack';
import { StudioStack } from '../stacks/studio-stack';
import { environmentWith, variants } from './environments';
import type { StackId } from '../config/stack-ids';
import { readStacks, type StackJson } from './terraform-json';

/**
 * Synthesizes the example with changes, as `main.ts` does, in this process: a child process takes twenty times as
 * long. The functions are not bundled, so their zips and hashes are placeholders.
 * @param changes as of `exampleWith`
 * @param edit changes constructs before they are written
 */
export function synthesize(
  changes: Readonly<Record<string, unknown>> = {},
  edit: (app: App) => void = () => undefined,
): Record<StackId, StackJson> {
  const environment = environmentWith(changes);
  const folder = mkdtempSync(path.join(tmpdir(), 'studio-synth-'));
  const errors: { prepareStackTrace?: unknown } = Error;
  const { prepareStackTrace } = errors;
  // cdktf takes a stack trace for every token, and Jest maps each to the sources: most of the time of a synthesis
  errors.prepareStackTrace = () => '';
  try {
    const zipFile = path.join(folder, 'function.zip');
    writeFileSync(zipFile, '');
    const code = { zipFile, sha256: 'hash of the zip' };
    const outdir = path.join(folder, 'cdktf.out');
    const app = new App({ outdir, stackTraces: false });
    const network = new NetworkStack(app, 'network', environment);
    const identity = new IdentityStack(app, 'identity', environment);
    const studio = new StudioStack(app, 'studio', environment, { network });
    new PrivateApiStack(app, 'private-api', environment, {
      network,
      identity,
      studio,
      code: { authorizer: code, 'presigned-url': code },
    });
    edit(app);
    app.synth();
    return readStacks(outdir);
  } finally {
    errors.prepareStackTrace = prepareStackTrace;
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Synthesizes one of the variants. @throws when there is none of this name */
export function synthesizeVariant(name: string): Record<StackId, StackJson> {
  const changes = variants[name];
  if (!changes) throw new Error(`no variant ${name}`);
  return synthesize(changes);
}
