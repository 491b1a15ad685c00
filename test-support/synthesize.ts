import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App } from 'cdktf';
import type { Environment } from '../config/load';
import { IdentityStack } from '../stacks/identity-stack';
import { NetworkStack } from '../stacks/network-stack';
import { PrivateApiStack } from '../stacks/private-api-stack';
import { StudioStack } from '../stacks/studio-stack';
import { environmentWith } from './environments';
import { readStacks, type StackId, type StackJson } from './terraform-json';

/**
 * Synthesizes the example with changes, as `main.ts` does, in this process: a child process takes twenty times as
 * long. The functions are not bundled, so their zips and hashes are placeholders.
 */
export function synthesize(changes: Readonly<Record<string, unknown>> = {}): Record<StackId, StackJson> {
  return synthesizeEnvironment(environmentWith(changes));
}

/** The same for an environment that is checked already. */
export function synthesizeEnvironment(environment: Environment): Record<StackId, StackJson> {
  const folder = mkdtempSync(path.join(tmpdir(), 'studio-synth-'));
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
    app.synth();
    return readStacks(outdir);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
