import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Environment } from '../../config/load';
import type { Cleanup } from './cleanup';
import { deployEnvironment } from './control-plane';
import type { HostEnvironment } from '../shared/host-environment';
import type { Lab } from './lab';
import { startLab } from './start-lab';

interface SessionOptions {
  readonly environment: Environment;
  readonly hostEnvironment: HostEnvironment;
  readonly cleanup: Cleanup;
  readonly onProgress: (line: string) => void;
}

/** Deploys an environment into a stand-in of its own and starts the hosts and services around it. */
export async function startSession(options: SessionOptions): Promise<Lab> {
  const folder = mkdtempSync(path.join(tmpdir(), 'studio-lab-'));
  options.cleanup.add(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const deployed = await deployEnvironment({ ...options, folder });
  return startLab({ ...options, deployed, folder });
}
